import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { beforeAll, describe, expect, it } from 'vitest'
import { acknowledgementsFor } from './acknowledgements.ts'
import { createCloudApp } from './synthesize.ts'
import { LARGE, PLACE, settingsWith, SMALLEST } from './testing/synthesized.ts'

const acknowledgements = acknowledgementsFor({ infra: 'SemiontInfraStack', app: 'SemiontAppStack', ...PLACE })

interface Finding {
  readonly rule: string
  readonly constructs: readonly string[]
}

function findingsOf(settings: ReturnType<typeof settingsWith>): Finding[] {
  const outdir = mkdtempSync(join(tmpdir(), 'semiont-cdk-'))
  const { app } = createCloudApp({ name: 'production', settings }, { outdir })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  try {
    app.synth()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report
  const { violations } = report.pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions') ?? {
    violations: [],
  }
  return violations.map(({ ruleName, violatingConstructs }) => ({
    rule: ruleName,
    constructs: violatingConstructs.map(({ constructPath }) => constructPath),
  }))
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string
    readonly violations: readonly {
      readonly ruleName: string
      readonly violatingConstructs: readonly { readonly constructPath: string }[]
    }[]
  }[]
}

describe('AwsSolutions', () => {
  let smallest: Finding[]
  beforeAll(() => {
    smallest = findingsOf(settingsWith(SMALLEST))
  })

  it('finds nothing in the smallest environment that is not acknowledged', () => expect(smallest).toEqual([]))

  it('finds nothing in a large one with a domain of its own', () => expect(findingsOf(settingsWith(LARGE))).toEqual([]))
})

describe('acknowledgements', () => {
  it('give a reason of their own, an owner and a day', () => {
    for (const { reason, owner, until } of acknowledgements) {
      expect(reason.length).toBeGreaterThan(30)
      expect(['platform', 'database', 'security']).toContain(owner)
      expect(until).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })

  it('have not expired: look at each again before its day, and move the day', () => {
    const today = new Date().toISOString().slice(0, 10)
    expect(acknowledgements.filter(({ until }) => until <= today)).toEqual([])
  })
})
