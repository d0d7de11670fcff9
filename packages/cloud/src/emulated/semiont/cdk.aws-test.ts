import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLines, maintenanceGuide } from '../../../../../journeys/harness/guide.ts'
import { list, object } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'
import type { Said } from './semiont-on-aws.ts'

const cloud = resolve(import.meta.dirname, '../../..')
const LINES = commandLines(maintenanceGuide()).filter((line) => line.startsWith('npx cdk '))
/** Synthesis takes long where much else runs, and the CDK looks after a deployment every five seconds. */
const PATIENCE = 240_000
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
  const file = join(installation.folder, 'environments/production.json')
  const production = JSON.parse(readFileSync(file, 'utf8')) as { aws: { services: { backend: object } } }
  production.aws.services.backend = { minimum: 3 }
  writeFileSync(file, JSON.stringify(production))
})

afterAll(async () => await installation?.stop())

async function desired(): Promise<unknown> {
  const given = { cluster: 'SemiontCluster', services: ['semiont-backend'] }
  const { services } = await installation.aws.calls.call('ecs:describe_services', given)
  return object(list(services)[0])['desiredCount']
}

/** What each line shows or brings about when the environment wants a third task of the backend. */
const PROOFS: Readonly<Record<string, (said: Said) => Promise<void>>> = {
  'npx cdk diff SemiontInfraStack': async ({ stdout, stderr }) => {
    expect(stdout + stderr).toContain('There were no differences')
  },
  'npx cdk diff SemiontAppStack': async ({ stdout, stderr }) => {
    expect(stdout + stderr).toMatch(/\[~\] AWS::ECS::Service .*backend/)
    expect(await desired()).toBe(2)
  },
  'npx cdk deploy SemiontAppStack': async () => expect(await desired()).toBe(3),
}

describe('the CDK’s own commands in the guide, typed in packages/cloud', () => {
  it('are known here, and no others', () => {
    expect(LINES.map(withoutComment)).toEqual(Object.keys(PROOFS))
  })

  it.each(LINES)(
    '%s',
    async (line) => {
      const output = join(installation.folder, 'cdk.out')
      const env = { SEMIONT_PROJECT: installation.folder, CDK_OUTPUT: output, CDK_DISABLE_CLI_TELEMETRY: 'true' }
      const said = await installation.type(`cd ${cloud} && ${line}`, { env })
      if (said.code !== 0) throw new Error(`${line} ended with ${said.code}:\n${said.stdout}\n${said.stderr}`)
      await PROOFS[withoutComment(line)]?.(said)
    },
    PATIENCE,
  )
})

function withoutComment(line: string): string {
  return line.replace(/\s*#.*$/, '')
}
