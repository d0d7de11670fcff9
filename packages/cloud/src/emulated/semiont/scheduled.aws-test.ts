import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFunction } from '../../functions/bundle-function.ts'
import { PLACE } from '../../testing/synthesized.ts'
import { list, object, text } from '../json.ts'
import { OLD_STREAM } from '../seed.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:semiont-notices'
const DAY = 86_400_000
let installation: Installation
let told: () => Promise<string>
const before = { ...process.env }

beforeAll(async () => {
  const dailyCosts = [9, 8, 7, 6, 5, 4, 3, 2].map((ago) => ({
    day: new Date(Date.now() - ago * DAY).toISOString().slice(0, 10),
    service: 'Amazon ECS',
    amount: ago === 2 ? 30 : 5,
  }))
  installation = await startInstallation({ facts: { dailyCosts } })
  const environment = { name: 'production', settings: { platform: 'aws', aws: PLACE } }
  Object.assign(process.env, installation.aws.variables, {
    SEMIONT_ENVIRONMENT: JSON.stringify(environment),
    SEMIONT_TOPIC_ARN: TOPIC,
    SEMIONT_ARCHIVE_AFTER_DAYS: '7',
    SEMIONT_LOG_GROUP: 'SemiontLogGroup',
    SEMIONT_ARCHIVE_BUCKET: 'semiont-log-archive-123456789012-eu-central-1',
  })
  told = await subscribe()
})

afterAll(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
  await installation?.stop()
})

/** Calls a function as AWS does, from the one file that is deployed. */
async function call(source: string, event: object = {}): Promise<unknown> {
  const url = pathToFileURL(join(bundleFunction(source), 'index.mjs')).href
  const { handler } = (await import(url)) as { handler: (event: object, call: object) => Promise<unknown> }
  return await handler(event, { getRemainingTimeInMillis: () => 120_000 })
}

describe('the function that looks at costs every day', () => {
  it('tells of a day that cost more than those before', async () => {
    const { concerns } = (await call('cost-watch')) as { concerns: string[] }
    expect(concerns[0]).toContain('has cost 30.00 USD; the 7 days before cost 5.00 USD on average.')
    expect(await told()).toContain('More than before: Amazon ECS +25.00 USD.')
  })
})

describe('the function that archives logs every week', () => {
  it('archives and deletes as the command does', async () => {
    expect(await call('archive-logs')).toEqual({ deleted: 1, kept: [] })
    const { logStreams } = await installation.aws.calls.call('logs:describe_log_streams', {
      logGroupName: 'SemiontLogGroup',
    })
    expect(list(logStreams).map(({ logStreamName }) => logStreamName)).not.toContain(OLD_STREAM)
  })
})

describe('M-132: the function that judges restore tests', () => {
  it('leaves a restore alone that somebody asked for', async () => {
    const { job } = await restoreFiles()
    expect(await call('validate-restore', { detail: { restoreJobId: job } })).toEqual({ judged: false, passed: null })
    expect(installation.aws.vault.job(job).validation).toBeNull()
  })

  it('tells AWS Backup that a restored file system is there, and what it has not looked at', async () => {
    installation.aws.vault.testingPlanArn =
      'arn:aws:backup:eu-central-1:123456789012:restore-testing-plan:semiont_weekly'
    const { job } = await restoreFiles()
    expect(await call('validate-restore', { detail: { restoreJobId: job } })).toEqual({ judged: true, passed: true })
    expect(installation.aws.vault.job(job).validation).toEqual({
      status: 'SUCCESSFUL',
      message: expect.stringContaining('not read') as string,
    })
  })

  it('fails what is not there any more, and tells everyone', async () => {
    const { job, fileSystem } = await restoreFiles()
    await installation.aws.calls.call('efs:delete_file_system', { FileSystemId: fileSystem })
    expect(await call('validate-restore', { detail: { restoreJobId: job } })).toEqual({ judged: true, passed: false })
    expect(installation.aws.vault.job(job).validation?.status).toBe('FAILED')
    expect(await told()).toContain(`The restore test ${job} (EFS) has failed: The restored file system is not there.`)
  })
})

async function restoreFiles(): Promise<{ job: string; fileSystem: string }> {
  const { calls, vault, stacks } = installation.aws
  const { outputs } = stacks.get('SemiontInfraStack')
  const id = outputs.get('EFSFileSystemId') ?? ''
  const ResourceArn = `arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/${id}`
  const order = { BackupVaultName: 'semiont', ResourceArn, IamRoleArn: 'arn:aws:iam::123456789012:role/backup' }
  await calls.call('backup:start_backup_job', order)
  const { RestoreJobId } = await calls.call('backup:start_restore_job', {
    RecoveryPointArn: vault.points.at(-1)?.arn ?? null,
    Metadata: { newFileSystem: 'true', PerformanceMode: 'generalPurpose', CreationToken: `copy-${vault.jobs.length}` },
  })
  const job = text(RestoreJobId)
  return { job, fileSystem: (vault.job(job).created ?? '').split('/').at(-1) ?? '' }
}

/** What everybody was told last. */
async function subscribe(): Promise<() => Promise<string>> {
  const { calls } = installation.aws
  const { QueueUrl = null } = await calls.call('sqs:create_queue', { QueueName: 'everybody' })
  const Endpoint = 'arn:aws:sqs:eu-central-1:123456789012:everybody'
  await calls.call('sns:subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint })
  return async () => {
    const { Messages = [] } = await calls.call('sqs:receive_message', { QueueUrl })
    const [message = {}] = list(Messages)
    await calls.call('sqs:delete_message', { QueueUrl, ReceiptHandle: message['ReceiptHandle'] ?? null })
    return text(object(JSON.parse(text(message['Body'])))['Message'])
  }
}
