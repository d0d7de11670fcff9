import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PLACE } from '../testing/synthesized.ts'
import { AwsCalls } from './aws-calls.ts'
import { ecsAnswers, targetAnswers } from './fargate/ecs-answers.ts'
import { ExecSessions } from './fargate/exec-sessions.ts'
import { Fargate } from './fargate/fargate.ts'
import { Machines } from './fargate/machines.ts'
import { HostedRotation } from './hosted-rotation.ts'
import { type Moto, startMoto } from './local-processes.ts'
import type { StackTemplate } from './put-stack.ts'
import { answersFrom, type RecordedFacts } from './recorded-facts.ts'
import { cloudFormationAnswers } from './stacks/cloudformation-answers.ts'
import { StackBook } from './stacks/stack-book.ts'
import { Vault } from './vault/vault.ts'
import { asMotoSpells, BACKUP_ROUTES, vaultAnswers } from './vault/vault-answers.ts'
import { Faults } from './wire/faults.ts'
import { startFront } from './wire/front.ts'
import { motoClient } from './wire/moto-client.ts'

export interface EmulatedAws {
  /** What every client of AWS reads: endpoint, keys, region, and no machine of the cloud to be asked for better ones. */
  readonly variables: NodeJS.ProcessEnv
  readonly calls: AwsCalls
  /** Of moto itself, for what it takes beside the API of AWS. */
  readonly motoUrl: string
  readonly fargate: Fargate
  readonly machines: Machines
  /** Changes the password of the database when AWS is asked to. */
  readonly rotation: HostedRotation
  readonly stacks: StackBook
  readonly vault: Vault
  readonly faults: Faults
  stop: () => Promise<void>
}

export interface EmulatedStacks {
  readonly SemiontInfraStack: StackTemplate
  readonly SemiontAppStack: StackTemplate
}

/** One after the other, as they are deployed. */
const STACKS = ['SemiontInfraStack', 'SemiontAppStack'] as const
export type EmulatedStack = (typeof STACKS)[number]

/**
 * An account with the stacks in it, as if they had been deployed one after the other.
 * @param programs folder of the Python environment with moto and the `aws` client
 * @param deployed which of them; both unless it is about a first deployment
 */
export async function startEmulatedAws(
  programs: string,
  stacks: EmulatedStacks,
  facts: RecordedFacts,
  deployed: readonly EmulatedStack[] = STACKS,
): Promise<EmulatedAws> {
  const moto = await startMoto(programs)
  const aws = await startBefore(moto, programs, facts)
  try {
    await prepareAccount(aws.calls)
    for (const name of deployed) await aws.stacks.put(name, stacks[name])
    aws.fargate.settle()
  } catch (error) {
    await aws.stop()
    throw new Error(`The stacks cannot be emulated. moto said last:\n${moto.lastWords()}`, { cause: error })
  }
  return aws
}

/** Everything of the account that moto is not. */
async function startBefore(moto: Moto, programs: string, facts: RecordedFacts): Promise<EmulatedAws> {
  const folder = mkdtempSync(join(tmpdir(), 'semiont-account-'))
  const ask = motoClient(moto.url, PLACE.region)
  const variables: NodeJS.ProcessEnv = {}
  const machines = new Machines(new AwsCalls(programs, clientVariables(moto.url, programs)), variables, folder)
  const place = async () => await machines.place()
  const fargate = new Fargate(ask, place)
  const ecs = { ...ecsAnswers(fargate, new ExecSessions(ask, place, folder), ask), ...targetAnswers(fargate) }
  // What the account does within itself meets no fault of the way to it.
  const inner = await startFront({ behind: moto.url, answers: ecs, faults: new Faults() })
  const within = { ...clientVariables(moto.url, programs), AWS_ENDPOINT_URL_ECS: inner.url }
  const innerCalls = new AwsCalls(programs, within)
  const stacks = new StackBook(innerCalls, PLACE)
  const rotation = new HostedRotation(ask, async (host) => await machines.databaseAt(host))
  const vault = new Vault(innerCalls, machines)
  const faults = new Faults()
  const answers = {
    ...answersFrom(facts),
    ...ecs,
    ...rotation.answers,
    ...cloudFormationAnswers(stacks, innerCalls),
    ...vaultAnswers(vault, machines),
  }
  const front = await startFront({
    behind: moto.url,
    answers,
    routes: BACKUP_ROUTES,
    faults,
    respell: asMotoSpells,
  })
  Object.assign(variables, clientVariables(front.url, programs))
  const calls = new AwsCalls(programs, variables)
  const stop = async () => {
    await fargate.close()
    await rotation.settle()
    for (const each of [calls, innerCalls]) each.close()
    await machines.close()
    for (const server of [front, inner, moto]) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { variables, calls, motoUrl: moto.url, fargate, machines, rotation, stacks, vault, faults, stop }
}

/** What `cdk bootstrap` and `semiont publish` leave behind, and both templates read. */
async function prepareAccount(calls: AwsCalls): Promise<void> {
  const parameters = { '/cdk-bootstrap/hnb659fds/version': '30', '/semiont/app/image-tag': 'first' }
  for (const [Name, Value] of Object.entries(parameters))
    await calls.call('ssm:put_parameter', { Name, Value, Type: 'String' })
  const LocationConstraint = PLACE.region
  const Bucket = `cdk-hnb659fds-assets-${PLACE.account}-${PLACE.region}`
  await calls.call('s3:create_bucket', { Bucket, CreateBucketConfiguration: { LocationConstraint } })
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] })
  for (const kind of ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec']) {
    const RoleName = `cdk-hnb659fds-${kind}-role-${PLACE.account}-${PLACE.region}`
    await calls.call('iam:create_role', { RoleName, AssumeRolePolicyDocument })
  }
}

function clientVariables(endpoint: string, programs: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
  return {
    ...Object.fromEntries(own),
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_DEFAULT_REGION: PLACE.region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
  }
}
