import { z } from 'zod'
import { OperationError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { type ObjectPlace, readObjectText, removeObject, writeObject } from '../clients/s3.ts'

const streamSchema = z.object({
  name: z.string(),
  createdAt: z.number(),
  firstEventAt: z.number().nullable(),
  lastEventAt: z.number().nullable(),
  lastIngestedAt: z.number().nullable(),
})

const journalSchema = z.object({
  version: z.literal(1),
  group: z.string(),
  from: z.number(),
  to: z.number(),
  /** Where in the archive bucket the export goes. */
  prefix: z.string(),
  /** By which an export that was begun and not written down is found again. */
  exportName: z.string(),
  exportId: z.string().nullable(),
  streams: z.array(streamSchema),
  /** Streams whose archive was read back and is complete; null until then. From here on streams are deleted. */
  verified: z.array(z.string()).nullable(),
})

export type ArchiveJournal = z.infer<typeof journalSchema>

/** How far the archiving of a log group has come: in the archive bucket, where whoever goes on with it finds it. */
export interface JournalPlace {
  readonly connection: AwsConnection
  readonly bucket: string
  readonly group: string
}

export async function readJournal(place: JournalPlace): Promise<ArchiveJournal | undefined> {
  const found = await readObjectText(place.connection, objectOf(place))
  if (found === undefined) return undefined
  const parsed = journalSchema.safeParse(parseJson(found.text))
  if (parsed.success) return parsed.data
  const { bucket, key } = objectOf(place)
  throw new OperationError(
    `The journal s3://${bucket}/${key} of an earlier archiving cannot be read.`,
    `Remove it, and archive anew: aws s3 rm s3://${bucket}/${key}`,
  )
}

/** @throws OperationError when another command has begun one meanwhile */
export async function beginJournal(place: JournalPlace, journal: ArchiveJournal): Promise<void> {
  const written = await writeObject(place.connection, { ...contentOf(place, journal), ifMatch: 'none' })
  if (written !== undefined) return
  throw new OperationError(
    `Another command has just begun to archive ${place.group}.`,
    'Type the same command again later.',
  )
}

export async function updateJournal(place: JournalPlace, journal: ArchiveJournal): Promise<void> {
  await writeObject(place.connection, contentOf(place, journal))
}

export async function endJournal(place: JournalPlace): Promise<void> {
  await removeObject(place.connection, objectOf(place))
}

function contentOf(place: JournalPlace, journal: ArchiveJournal) {
  return { ...objectOf(place), body: JSON.stringify(journal), contentType: 'application/json' }
}

function objectOf({ bucket, group }: JournalPlace): ObjectPlace {
  return { bucket, key: `semiont/archiving/${encodeURIComponent(group)}.json` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
