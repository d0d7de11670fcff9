import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { text } from '../json.ts'
import { OLD_STREAM } from '../seed.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const BUCKET = 'semiont-log-archive-123456789012-eu-central-1'
const JOURNAL = 'semiont/archiving/SemiontLogGroup.json'
const DAY = 24 * 60 * 60 * 1000
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
  await write('backend/backend/with-a-stack', 9 * DAY, ['ERROR it fell\n    at line 1\n\n    at line 2', 'zwölf €'])
})
afterAll(async () => await installation?.stop())

const archive = async (...args: string[]) => await installation.semiont(['archive-logs', '--older-than', '7d', ...args])

it('M-117: says in a dry run which streams are old, and changes nothing', async () => {
  const before = await streams()
  const said = await archive('--dry-run')
  expect(said).toMatchObject({ code: 0 })
  expect(said.stdout).toContain('Would export 2 streams of SemiontLogGroup')
  expect(said.stdout).toContain(`  ${OLD_STREAM}\n`)
  expect(await streams()).toEqual(before)
  expect(await objects()).toEqual([])
})

it('M-117, M-118: old streams are deleted when the archive has them line by line; newer ones stay', async () => {
  // Lines that begin as an export begins them.
  await write('backend/backend/with-times', 8 * DAY, ['2026-01-01T00:00:00.000Z 2026-01-01T00:00:00.000Z twice'])
  await installation.aws.calls.call('logs:create_log_stream', {
    logGroupName: 'SemiontLogGroup',
    logStreamName: 'backend-backend/of-another-name',
  })
  const said = await archive('--json')
  expect(said).toMatchObject({ code: 0 })
  const report = said.json<{ deleted: string[]; archived: { name: string; events: number }[]; receipt: string }>()
  expect(report.deleted.sort()).toEqual(
    ['backend/backend/with-times', OLD_STREAM, 'backend/backend/with-a-stack'].sort(),
  )
  expect(report.archived).toContainEqual(expect.objectContaining({ name: OLD_STREAM, events: 2, complete: true }))
  expect(await streams()).toEqual(expect.arrayContaining(['backend/backend/of-today']))
  expect(await streams()).not.toContain(OLD_STREAM)
  const receipt = JSON.parse((await content(report.receipt)).toString()) as {
    streams: { objects: { key: string }[] }[]
  }
  const keys = receipt.streams.flatMap((stream) => stream.objects.map(({ key }) => key))
  expect(gunzipSync(await content(keys[0] ?? '')).toString()).toMatch(/^\d{4}-\d\d-\d\dT.+Z /)
  expect(await objects()).not.toContain(JOURNAL)
})

it('goes on with what was begun by a command that was killed after the export', async () => {
  await write('backend/backend/left', 10 * DAY, ['one', 'two'])
  const [stream] = await describe('backend/backend/left')
  const from = Date.now() - 11 * DAY
  const to = Date.now() - 7 * DAY
  const prefix = 'SemiontLogGroup/left'
  const { taskId } = await installation.aws.calls.call('logs:create_export_task', {
    taskName: 'semiont-left',
    logGroupName: 'SemiontLogGroup',
    fromTime: from,
    to,
    destination: BUCKET,
    destinationPrefix: prefix,
  })
  const { logStreamName: name, creationTime: createdAt, firstEventTimestamp: firstEventAt } = stream ?? {}
  const { lastEventTimestamp: lastEventAt, lastIngestionTime: lastIngestedAt } = stream ?? {}
  const left = { name, createdAt, firstEventAt, lastEventAt, lastIngestedAt }
  const journal = { version: 1, group: 'SemiontLogGroup', from, to, prefix, exportName: 'semiont-left', exportId: null }
  await put(JOURNAL, JSON.stringify({ ...journal, streams: [left], verified: null }))
  const said = await archive()
  expect(said).toMatchObject({ code: 0 })
  expect(said.stderr).toContain(`Found the export ${text(taskId)}`)
  expect(said.stdout).toContain('Deleted 1 stream')
  expect(await streams()).not.toContain('backend/backend/left')
  expect((await archive()).stdout).toContain('nothing was archived or deleted')
})

it('keeps everything of a stream whose archive is damaged', async () => {
  await write('backend/backend/damaged', 10 * DAY, ['one', 'two'])
  const [stream] = await describe('backend/backend/damaged')
  const { logStreamName: name, creationTime: createdAt, firstEventTimestamp: firstEventAt } = stream ?? {}
  const { lastEventTimestamp: lastEventAt, lastIngestionTime: lastIngestedAt } = stream ?? {}
  const prefix = 'SemiontLogGroup/damaged'
  const { taskId } = await installation.aws.calls.call('logs:create_export_task', {
    taskName: 'semiont-damaged',
    logGroupName: 'SemiontLogGroup',
    // An export that ends before the stream does.
    fromTime: Date.now() - 11 * DAY,
    to: Date.now() - 10 * DAY - 3_600_000,
    destination: BUCKET,
    destinationPrefix: prefix,
  })
  const journal = { version: 1, group: 'SemiontLogGroup', from: 0, to: Date.now() - 7 * DAY, prefix }
  const streamsOf = [{ name, createdAt, firstEventAt, lastEventAt, lastIngestedAt }]
  await put(
    JOURNAL,
    JSON.stringify({ ...journal, exportName: 'semiont-damaged', exportId: taskId, streams: streamsOf, verified: null }),
  )
  const said = await archive()
  expect(said).toMatchObject({ code: 4 })
  expect(said.stdout).toContain('Kept backend/backend/damaged: The archive has 0 events, the stream 2.')
  expect(await streams()).toContain('backend/backend/damaged')
})

it('says of another log group that it is not there', async () => {
  const said = await archive('--log-group', 'SemiontNothing')
  expect(said).toMatchObject({ code: 4 })
  expect(said.stderr).toContain('There is no log group SemiontNothing in eu-central-1.')
})

async function write(logStreamName: string, age: number, messages: readonly string[]): Promise<void> {
  const stream = { logGroupName: 'SemiontLogGroup', logStreamName }
  await installation.aws.calls.call('logs:create_log_stream', stream)
  const logEvents = messages.map((message) => ({ timestamp: Date.now() - age, message }))
  await installation.aws.calls.call('logs:put_log_events', { ...stream, logEvents })
}

type DescribedStream = Readonly<Record<string, string | number>>

async function describe(logStreamNamePrefix = ''): Promise<DescribedStream[]> {
  const { logStreams } = await installation.aws.calls.call('logs:describe_log_streams', {
    logGroupName: 'SemiontLogGroup',
    ...(logStreamNamePrefix === '' ? {} : { logStreamNamePrefix }),
  })
  return logStreams as unknown as DescribedStream[]
}

async function streams(): Promise<string[]> {
  return (await describe()).map(({ logStreamName }) => String(logStreamName))
}

async function objects(): Promise<string[]> {
  const { Contents = [] } = await installation.aws.calls.call('s3:list_objects_v2', { Bucket: BUCKET })
  return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key)
}

async function content(key: string): Promise<Buffer> {
  const said = await installation.type(`aws s3 cp s3://${BUCKET}/${key} - | base64 -w0`)
  return Buffer.from(said.stdout, 'base64')
}

async function put(key: string, body: string): Promise<void> {
  await installation.type(`aws s3 cp - s3://${BUCKET}/${key}`, { typed: body })
}
