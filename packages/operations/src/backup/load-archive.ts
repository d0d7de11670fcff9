import type pg from 'pg'
import { UnusableInputError } from '../errors.ts'
import type { Platform, Progress } from '../platform/platform.ts'
import type { Archive, ReadEntry } from './archive/read-archive.ts'
import { readEntries, readWhole } from './archive/read-archive.ts'
import { type BlobFolder, shareBlob, writeBlob } from './blobs/blob-folder.ts'
import { listReferencedBlobs } from './blobs/referenced-blobs.ts'
import { type ConfigurationFile, isConfigurationPath } from './configuration-files.ts'
import { qualified } from './database/catalogue.ts'
import { digestTable } from './database/dump.ts'
import { beginLoading, completeLoading, type Loading, loadRows } from './database/load.ts'
import { inTransaction, withArchiveSession } from './database/session.ts'

export interface LoadOptions {
  readonly platform: Platform
  /** The archive itself first, then those that hold the rest of its blobs. */
  readonly chain: readonly Archive[]
  /** An empty database. */
  readonly databaseUrl: string
  /** An empty folder, for blobs that `existing` does not hold. */
  readonly staging: BlobFolder
  /** Blobs that are there and whole are not copied again. */
  readonly existing?: BlobFolder
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface LoadedArchive {
  readonly configuration: readonly ConfigurationFile[]
  /** Of the blobs, how many were staged; the others were there already. */
  readonly staged: number
  readonly rows: number
  /** Tables that are not as the manifest says; empty when every row came through. */
  readonly differences: readonly string[]
  /** Digests of blobs that the database refers to and no archive has: they were missing when it was made. */
  readonly missingBlobs: readonly string[]
  /** Tables that no migration of Semiont makes: left in the archive. */
  readonly foreignTables: readonly string[]
}

/**
 * Brings the content of an archive into an empty database and a folder, compares every row with what was archived, and
 * then brings the database to the version of this program.
 * @throws UnusableInputError when the archive is damaged or was made by a newer Semiont
 */
export async function loadArchive(options: LoadOptions): Promise<LoadedArchive> {
  const { platform, chain, databaseUrl, progress, signal } = options
  const [archive, ...earlier] = chain
  if (!archive) throw new RangeError('a chain holds at least one archive')
  await makeSchema(platform, archive, databaseUrl, signal)
  const loaded = await withArchiveSession(databaseUrl, signal, async (client) => {
    const content = await loadContent(client, archive, options)
    progress.step(`Loaded ${archive.manifest.database.tables.length} tables.`)
    return {
      ...content,
      differences: await findDifferences(client, archive, content.foreignTables),
      missingBlobs: await findMissingBlobs(client, archive),
    }
  })
  let { staged } = loaded
  for (const other of earlier) staged += await stageBlobsOf(other, archive, options)
  progress.step(`Put ${staged} files of documents beside, all that were not here.`)
  await platform.runBackendTask({ args: ['migrate'], databaseUrl, signal })
  await platform.runBackendTask({ args: ['adopt-log'], databaseUrl, signal })
  const rows = archive.manifest.database.tables.reduce((total, table) => total + table.rows, 0)
  return { ...loaded, staged, rows }
}

/** The tables as they were when the archive was made: newer migrations then see the rows that they may have to change. */
async function makeSchema(platform: Platform, archive: Archive, databaseUrl: string, signal: AbortSignal) {
  const input = JSON.stringify(archive.manifest.database.migrations)
  const output = await platform.runBackendTask({ args: ['make-schema'], input, databaseUrl, signal })
  const { refused } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as { refused: string | null }
  if (refused === null) return
  const { product } = archive.manifest
  throw new UnusableInputError(
    `The archive was made by Semiont ${product}, whose tables this program does not know: ${refused} Nothing was changed.`,
    `Use Semiont ${product} or newer.`,
  )
}

async function loadContent(client: pg.Client, archive: Archive, options: LoadOptions) {
  const configuration: ConfigurationFile[] = []
  const foreignTables = new Set<string>()
  let staged = 0
  const stage = blobStager(archive, archive, options)
  await inTransaction(client, 'begin', async () => {
    const loading = await beginLoading(client)
    for await (const entry of readEntries(archive, options.signal)) {
      if (entry.name.startsWith('database/')) await loadPart(client, loading, archive, entry, foreignTables)
      else if (entry.name.startsWith('blobs/')) staged += await stage(entry)
      else await readOther(entry, configuration)
    }
    const sequences = archive.manifest.database.sequences.filter(
      ({ schema, name }) => !isOf(foreignTables, schema, name),
    )
    await completeLoading(client, loading, sequences)
  })
  await analyze(client)
  return { configuration, foreignTables: [...foreignTables], staged }
}

/** Our tables alone: of the server's own, an ordinary account may not, and each would be a warning in the log. */
async function analyze(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and tableowner = current_user`,
  )
  if (rows.length > 0) await client.query(`analyze ${rows.map(({ name }) => name).join(', ')}`)
}

/** Sequences of a table of others are called after it. */
function isOf(foreignTables: ReadonlySet<string>, schema: string, sequence: string): boolean {
  return [...foreignTables].some((table) => `${schema}.${sequence}`.startsWith(table))
}

async function loadPart(
  client: pg.Client,
  loading: Loading,
  { manifest }: Archive,
  entry: ReadEntry,
  foreignTables: Set<string>,
): Promise<void> {
  const key = entry.name.split('/')[1] ?? ''
  const table = manifest.database.tables.find(({ schema, name }) => `${schema}.${name}` === key)
  if (table && loading.tables.has(qualified(table))) return await loadRows(client, table, entry.content)
  foreignTables.add(key)
  await drain(entry)
}

async function readOther(entry: ReadEntry, configuration: ConfigurationFile[]): Promise<void> {
  const path = entry.name.replace(/^configuration\//, '')
  if (path === entry.name || !isConfigurationPath(path)) return await drain(entry)
  configuration.push({ path, text: (await readWhole(entry.content)).toString('utf8') })
}

async function drain(entry: ReadEntry): Promise<void> {
  for await (const _ of entry.content);
}

async function stageBlobsOf(holder: Archive, archive: Archive, options: LoadOptions): Promise<number> {
  const stage = blobStager(holder, archive, options)
  let staged = 0
  for await (const entry of readEntries(holder, options.signal)) {
    if (entry.name.startsWith('blobs/')) staged += await stage(entry)
    else await drain(entry)
  }
  return staged
}

/** Stages a blob if `archive` has it from `holder` and it is not there already. Returns how many it staged: 0 or 1. */
function blobStager(holder: Archive, archive: Archive, { staging, existing }: LoadOptions) {
  const place = holder === archive ? null : holder.trailer.digest
  const wanted = new Set(archive.manifest.blobs.filter((blob) => blob.archive === place).map(({ sha256 }) => sha256))
  return async (entry: ReadEntry): Promise<number> => {
    const sha256 = entry.name.slice(-64)
    const isWanted = wanted.has(sha256) && entry.sha256 === sha256
    if (!isWanted || (existing && (await shareBlob(existing.pathOf(sha256), staging.pathOf(sha256), entry)))) {
      await drain(entry)
      return 0
    }
    await writeBlob(staging.pathOf(sha256), entry.content)
    return 1
  }
}

/** Every row of every table against what was archived. */
async function findDifferences(
  client: pg.Client,
  { manifest }: Archive,
  foreignTables: readonly string[],
): Promise<string[]> {
  const differences: string[] = []
  for (const table of manifest.database.tables) {
    const name = `${table.schema}.${table.name}`
    if (foreignTables.includes(name)) continue
    const found = await digestTable(client, table)
    if (found.rows !== table.rows) differences.push(`${name} has ${found.rows} rows instead of ${table.rows}.`)
    else if (found.sha256 !== table.sha256) differences.push(`The rows of ${name} are not as they were archived.`)
  }
  return differences
}

async function findMissingBlobs(client: pg.Client, { manifest }: Archive): Promise<string[]> {
  const archived = new Set(manifest.blobs.map(({ sha256 }) => sha256))
  return [...(await listReferencedBlobs(client))].filter((sha256) => !archived.has(sha256))
}
