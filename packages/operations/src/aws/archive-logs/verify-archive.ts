import type { AwsConnection } from '../account/connection.ts'
import { type LogStream, readLogStream } from '../clients/log-streams.ts'
import { type ListedObject, listObjects, writeObject } from '../clients/s3.ts'
import { folderOf } from './choose-streams.ts'
import { addExportedObject } from './exported-lines.ts'
import type { ArchiveJournal, JournalPlace } from './journal.ts'
import { LineTally } from './line-tally.ts'

export interface ArchivedStream {
  readonly name: string
  /** Events that the log group has of it. */
  readonly events: number
  readonly exportedEvents: number
  /** Compressed, as they lie in the bucket. */
  readonly bytes: number
  readonly objects: readonly { readonly key: string; readonly bytes: number; readonly sha256: string }[]
  /** Every event of the stream is in the archive, line by line, and nothing else. */
  readonly complete: boolean
}

/** Reads the export back and compares it with what the log group still holds, stream by stream. */
export async function verifyArchive(
  { connection, bucket, group }: JournalPlace,
  { prefix, streams }: Pick<ArchiveJournal, 'prefix' | 'streams'>,
  signal: AbortSignal,
): Promise<ArchivedStream[]> {
  const byFolder = groupByFolder(await listObjects(connection, bucket, `${prefix}/`))
  const archived: ArchivedStream[] = []
  for (const stream of streams) {
    signal.throwIfAborted()
    archived.push(await compare(connection, group, stream, byFolder.get(folderOf(stream.name)) ?? []))
  }
  return archived
}

async function compare(
  connection: AwsConnection,
  group: string,
  { name }: LogStream,
  exported: readonly ListedObject[],
): Promise<ArchivedStream> {
  const [held, found] = [new LineTally(), new LineTally()]
  for await (const { message } of readLogStream(connection, { group, stream: name })) held.addEvent(message)
  const objects: ArchivedStream['objects'][number][] = []
  for (const object of exported) {
    const sha256 = await addExportedObject(connection, object, found)
    objects.push({ key: object.key, bytes: object.bytes, sha256 })
  }
  return {
    name,
    events: held.events,
    exportedEvents: found.events,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    objects,
    complete: held.events > 0 && held.equals(found),
  }
}

/** An export has a folder for each stream, and in it numbered objects. */
export function groupByFolder(objects: readonly ListedObject[]): Map<string, ListedObject[]> {
  const folders = new Map<string, ListedObject[]>()
  for (const object of objects) {
    const [file = '', folder = ''] = object.key.split('/').toReversed()
    if (!file.endsWith('.gz')) continue
    folders.set(folder, [...(folders.get(folder) ?? []), object])
  }
  return folders
}

/** Beside the export: what was in it when it was verified, for who looks into it in years. */
export async function writeReceipt(
  { connection, bucket, group }: JournalPlace,
  { prefix, from, to, exportId }: ArchiveJournal,
  streams: readonly ArchivedStream[],
  at: Date,
): Promise<string> {
  const key = `${prefix}/semiont-receipt.json`
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const receipt = { version: 1, group, exportId, ...window, verifiedAt: at.toISOString(), streams }
  await writeObject(connection, {
    bucket,
    key,
    body: JSON.stringify(receipt, null, 2),
    contentType: 'application/json',
  })
  return key
}
