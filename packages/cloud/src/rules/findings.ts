import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentSettings } from '@semiont/config'
import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag'
import { createCloudApp } from '../synthesize.ts'

/** One rule that one construct does not keep. */
export interface RuleFinding {
  readonly rule: string
  readonly construct: string
}

/** Everything both rule packs say about both stacks of an environment, acknowledged or not. */
export function findingsOf(settings: EnvironmentSettings): RuleFinding[] {
  const outdir = mkdtempSync(join(tmpdir(), 'semiont-cdk-'))
  const { app } = createCloudApp({ name: 'production', settings }, { outdir })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app))
  try {
    app.synth()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report
  if (pluginReports.length < 2) throw new Error('A rule pack did not run.')
  return pluginReports
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName: rule, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath: construct }) => ({ rule, construct })),
    )
}

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string
      readonly violatingConstructs: readonly { readonly constructPath: string }[]
    }[]
  }[]
}
