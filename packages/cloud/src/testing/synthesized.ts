import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EnvironmentSettings, environmentSchema } from '@semiont/config'
import { Template } from 'aws-cdk-lib/assertions'
import { createCloudApp } from '../synthesize.ts'

export const PLACE = { account: '123456789012', region: 'eu-central-1' }

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/one'

/** Nothing but what must be given. */
export const SMALLEST = {}

/** Everything that makes it larger or safer, with a domain of its own. */
export const LARGE = {
  aws: {
    domain: 'semiont.example.org',
    certificateArn: CERTIFICATE,
    edgeCertificateArn: CERTIFICATE.replace('eu-central-1', 'us-east-1'),
    network: { availabilityZones: 3, natGateways: 3 },
    database: { multiAz: true, instance: 'm7g.large', storageGb: 400, maximumStorageGb: 2000 },
    files: { throughput: 'provisioned', provisionedMibps: 50 },
  },
}

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
