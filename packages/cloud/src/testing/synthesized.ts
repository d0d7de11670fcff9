import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EnvironmentSettings, environmentSchema } from '@semiont/config'
import { Template } from 'aws-cdk-lib/assertions'
import { createCloudApp } from '../synthesize.ts'

export const PLACE = { account: '123456789012', region: 'eu-central-1' }

/** Settings as an environment file would give them, with what it leaves out filled in. */
export function settingsWith(given: Readonly<Record<string, unknown>> = {}): EnvironmentSettings {
  return environmentSchema.parse({ platform: 'local', ...given, aws: { ...PLACE, ...(given['aws'] as object) } })
}

export interface Synthesized {
  readonly infra: Template
  readonly application: Template
}

/** Both templates of an environment, as `cdk synth` writes them. */
export function synthesize(settings: EnvironmentSettings = settingsWith()): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'semiont-cdk-'))
  const { infra, application } = createCloudApp({ name: 'production', settings }, { outdir })
  return { infra: Template.fromStack(infra), application: Template.fromStack(application) }
}
