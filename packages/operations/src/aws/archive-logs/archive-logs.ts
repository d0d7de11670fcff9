import { randomUUID } from 'node:crypto'
import { IncompleteError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { listLogGroups } from '../clients/log-groups.ts'
import { deleteLogStream, describeLogStreams, readLogStream } from '../clients/log-streams.ts'
import { changeSince, chooseStreams, type StreamChoice } from './choose-streams.ts'
import { exportWindow } from './export-window.ts'
import {
  type ArchiveJournal,
  beginJournal,
  endJournal,
  type JournalPlace,
  readJournal,
  updateJournal,
} from './journal.ts'
import { type ArchivedStream, verifyArchive, writeReceipt } from './verify-archive.ts'

export interface ArchiveLogsOptions {
  readonly connection: AwsConnection
  /** Default: the group of the services, output LogGroupName. */
  readonly group?: string
  /** Default: the archive bucket of the installation, output LogArchiveBucketName. */
  readonly bucket?: string
  /** Streams whose last event is older are archived and removed. */
  readonly olderThanSeconds: number
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
  /** The longest to wait for AWS; default an hour. */
  readonly patienceMilliseconds?: number
}

export interface ArchivePlan {
  readonly group: string
  readonly bucket: string
  /** Days after which CloudWatch forgets events of the group by itself; null for never. */
  readonly retentionDays: number | null
  /** ISO 8601. Whatever is newer stays. */
  readonly boundary: string
  readonly streams: readonly string[]
  readonly staying: number
  readonly alike: readonly string[]
  /** An earlier archiving that did not come to its end: it is gone on with first. */
  readonly unfinished: boolean
}

export interface ArchiveReport extends Pick<ArchivePlan, 'group' | 'bucket' | 'boundary'> {
  /** Object that says what is in the archive; null when nothing was old enough. */
  readonly receipt: string | null
  readonly archived: readonly ArchivedStream[]
  readonly deleted: readonly string[]
  readonly kept: readonly { readonly stream: string; readonly reason: string }[]
}

const HOUR = 3_600_000

/** What `archiveLogs` would do now. @throws IncompleteError without the stacks or the group */
export async function planArchiving(options: ArchiveLogsOptions): Promise<ArchivePlan> {
  const { place, choice, boundary, retentionDays } = await lookAround(options)
  return {
    group: place.group,
    bucket: place.bucket,
    retentionDays,
    boundary: new Date(boundary).toISOString(),
    streams: choice.old.map(({ name }) => name),
    staying: choice.staying,
    alike: choice.alike,
    unfinished: (await readJournal(place)) !== undefined,
  }
}

/**
 * Exports what is old in a log group to the archive bucket, reads it back, compares, and only then deletes the streams. Each
 * step is written down: whoever types it again, or the scheduled function, goes on where it was left.
 * @throws IncompleteError when AWS is not done in time or has failed; nothing is deleted then
 */
export async function archiveLogs(options: ArchiveLogsOptions): Promise<ArchiveReport> {
  const { place, choice, boundary } = await lookAround(options)
  const common = { group: place.group, bucket: place.bucket }
  const left = await readJournal(place)
  if (left !== undefined) {
    options.progress.step(`Going on with what was begun: everything before ${new Date(left.to).toISOString()}.`)
    return { ...common, ...(await finish(options, place, left)) }
  }
  if (choice.window === null)
    return { ...common, boundary: new Date(boundary).toISOString(), receipt: null, archived: [], deleted: [], kept: [] }
  const journal: ArchiveJournal = {
    version: 1,
    group: place.group,
    ...choice.window,
    prefix: prefixOf(place.group, options.now()),
    exportName: `semiont-${randomUUID()}`,
    exportId: null,
    streams: [...choice.old],
    verified: null,
  }
  await beginJournal(place, journal)
  return { ...common, ...(await finish(options, place, journal)) }
}

interface Surroundings {
  readonly place: JournalPlace
  readonly choice: StreamChoice
  readonly boundary: number
  readonly retentionDays: number | null
}

async function lookAround({
  connection,
  group: named,
  bucket: given,
  olderThanSeconds,
  now,
}: ArchiveLogsOptions): Promise<Surroundings> {
  const bucket = given ?? (await readStackOutputs(connection, 'infra')).get('LogArchiveBucketName')
  const group = named ?? (await readStackOutputs(connection, 'app')).get('LogGroupName')
  const state = (await listLogGroups(connection, group)).find(({ name }) => name === group)
  if (state === undefined)
    throw new IncompleteError(
      `There is no log group ${group} in ${connection.place.region}.`,
      'See which there are: aws logs describe-log-groups --log-group-name-prefix Semiont',
    )
  // A whole hour: two runs one after the other have the same boundary.
  const boundary = Math.floor((now().getTime() - olderThanSeconds * 1000) / HOUR) * HOUR
  const choice = chooseStreams(await describeLogStreams(connection, group), boundary)
  return { place: { connection, bucket, group }, choice, boundary, retentionDays: state.retentionDays }
}

type Finished = Omit<ArchiveReport, 'group' | 'bucket'>

async function finish(options: ArchiveLogsOptions, place: JournalPlace, left: ArchiveJournal): Promise<Finished> {
  const { progress, signal, patienceMilliseconds = HOUR } = options
  const boundary = new Date(left.to).toISOString()
  let [journal, archived, receipt]: [ArchiveJournal, ArchivedStream[], string | null] = [left, [], null]
  if (journal.verified === null) {
    journal = await exportWindow({ place, progress, signal, patienceMilliseconds }, journal)
    archived = await verifyArchive(place, journal, signal)
    receipt = await writeReceipt(place, journal, archived, options.now())
    journal = { ...journal, verified: archived.filter(({ complete }) => complete).map(({ name }) => name) }
    await updateJournal(place, journal)
    progress.step(
      `Read the archive back: ${journal.verified?.length} of ${archived.length} streams are in it completely.`,
    )
  }
  const kept = journal.streams
    .filter(({ name }) => journal.verified?.includes(name) !== true)
    .map(({ name }) => ({ stream: name, reason: whyIncomplete(archived.find((one) => one.name === name)) }))
  const removal = await removeStreams(place, journal, signal)
  await endJournal(place)
  return { boundary, receipt, archived, deleted: removal.deleted, kept: [...kept, ...removal.kept] }
}

function whyIncomplete(archived: ArchivedStream | undefined): string {
  if (archived === undefined) return 'It was not completely in the archive.'
  const { events, exportedEvents } = archived
  if (events === exportedEvents) return `The archive has as many events as the stream (${events}), but not the same.`
  return `The archive has ${exportedEvents} events, the stream ${events}.`
}

async function removeStreams(
  place: JournalPlace,
  { streams, verified, to }: ArchiveJournal,
  signal: AbortSignal,
): Promise<{ deleted: string[]; kept: { stream: string; reason: string }[] }> {
  const { connection, group } = place
  const deleted: string[] = []
  const kept: { stream: string; reason: string }[] = []
  for (const before of streams.filter(({ name }) => verified?.includes(name))) {
    signal.throwIfAborted()
    const stream = before.name
    const now = (await describeLogStreams(connection, group, stream)).find(({ name }) => name === stream)
    const reason = changeSince(before, now) ?? (now && (await hasNewer(connection, { group, stream }, to)))
    if (reason === undefined) {
      await deleteLogStream(connection, { group, stream })
      deleted.push(stream)
    } else kept.push({ stream, reason })
  }
  return { deleted, kept }
}

/** What AWS says about the last event of a stream may be an hour old; the stream itself is asked. */
async function hasNewer(
  connection: AwsConnection,
  place: { group: string; stream: string },
  boundary: number,
): Promise<string | undefined> {
  for await (const { at } of readLogStream(connection, place, boundary))
    return `It has an event of ${new Date(at).toISOString()}.`
  return undefined
}

function prefixOf(group: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-')
  return `${group.replace(/^\/+/, '')}/${time}Z`
}
