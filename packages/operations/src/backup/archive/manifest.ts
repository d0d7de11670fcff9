import { z } from 'zod'
import { UnusableInputError } from '../../errors.ts'

/** Raised when an older program could not read the archive rightly any more. */
export const FORMAT_VERSION = 1
const FORMAT = 'semiont-backup'

/** Entries with a meaning of their own; the others are `configuration/…`, `database/…` and `blobs/…`. */
export const ENTRY = {
  about: 'semiont-backup.json',
  readMe: 'README.txt',
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

const aboutSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.int().min(1),
  product: z.string(),
  environment: z.string(),
  createdAt: z.iso.datetime(),
})

const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: count,
  bytes: count,
  /** Over the text of all parts, one after the other. */
  sha256,
  parts: count,
})

const manifestSchema = aboutSchema.extend({
  kind: z.enum(['full', 'incremental']),
  parent: z.object({ file: z.string(), digest: sha256 }).nullable(),
  database: z.object({
    server: z.string(),
    snapshot: z.string(),
    /** The last event in it; null in an empty log. */
    logEnd: z.object({ transactionId: z.string(), position: z.string() }).nullable(),
    migrations: z.array(z.object({ package: z.string(), id: z.string(), checksum: z.string() })),
    tables: z.array(tableSchema),
    sequences: z.array(z.object({ schema: z.string(), name: z.string(), lastValue: z.string() })),
  }),
  /** Where each blob is: in this archive (null) or in the one with that digest. */
  blobs: z.array(z.object({ sha256, size: count, archive: sha256.nullable() })),
  /** What was wrong with the installation when it was backed up. */
  problems: z.array(z.string()),
  entries: z.array(z.object({ name: z.string(), size: count, sha256 })),
})

export type About = z.infer<typeof aboutSchema>
export type Manifest = z.infer<typeof manifestSchema>
export type ArchivedTable = z.infer<typeof tableSchema>
export type ArchivedEntry = Manifest['entries'][number]
export type ArchivedBlob = Manifest['blobs'][number]

export function about(of: Omit<About, 'format' | 'formatVersion'>): About {
  return { format: FORMAT, formatVersion: FORMAT_VERSION, ...of }
}

/** @throws UnusableInputError when it is of a newer format, or not as it must be */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text)
  const known = aboutSchema.safeParse(value)
  if (!known.success) throw notOurs()
  if (known.data.formatVersion > FORMAT_VERSION) {
    throw new UnusableInputError(
      `The archive has format ${known.data.formatVersion}, made by Semiont ${known.data.product}; this program reads up to ${FORMAT_VERSION}. Nothing was changed.`,
      'Use the version of Semiont that made it, or a newer one.',
    )
  }
  const manifest = manifestSchema.safeParse(value)
  if (manifest.success) return manifest.data
  const issue = manifest.error.issues[0]
  throw new UnusableInputError(
    `The manifest of the archive is not as it must be: ${issue?.path.join('.')}: ${issue?.message}. Nothing was changed.`,
    'Take another archive: this one was not written by Semiont, or was edited.',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function notOurs(): UnusableInputError {
  return new UnusableInputError(
    'This is not a backup made by Semiont. Nothing was changed.',
    'Name a file that `semiont backup` has written: semiont-<environment>-<time>.tar.zst',
  )
}
