import { createHash } from 'node:crypto'
import type pg from 'pg'
import { join } from 'node:path'
import { dataDirectoryOf } from '@semiont/config'
import { IncompleteError, OperationError } from '../errors.ts'
import type { Platform, Progress } from '../platform/platform.ts'
import { about, type ArchivedBlob, type ArchivedTable, type Manifest } from './archive/manifest.ts'
import type { Archive } from './archive/read-archive.ts'
import { ArchiveWriter } from './archive/write-archive.ts'
import { archiveName } from './archive-name.ts'
import type { BackupStore } from './backup-store.ts'
import { type BlobFolder, openBlobFolder } from './blobs/blob-folder.ts'
import { listReferencedBlobs } from './blobs/referenced-blobs.ts'
import { findNewest } from './chain.ts'
import { readConfigurationFiles } from './configuration-files.ts'
import { listMigrations, listSequences, listTables, type TableShape } from './database/catalogue.ts'
import { BEGIN_SNAPSHOT, copyTable, countRows, holdTables, readLogEnd, readSnapshot } from './database/dump.ts'
import { inTransaction, withArchiveSession } from './database/session.ts'
import { productVersion } from './product-version.ts'
import { READ_ME } from './read-me.ts'
import { removeOldArchives } from './retention.ts'

export interface BackupOptions {
  readonly platform: Platform
  readonly store: BackupStore
  /** Instead of `semiont-<environment>-<time>.tar.zst`. */
  readonly name?: string
  /** Leave out blobs that earlier archives of the environment in the same place hold. */
  readonly incremental?: boolean
  /** Remove all but so many of the newest archives of the environment, when this one is safely kept. */
  readonly keep?: number
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface BackupReport {
  readonly file: string
  readonly name: string
  readonly digest: string
  readonly bytes: number
  readonly kind: 'full' | 'incremental'
  readonly parent: string | null
  readonly tables: number
  readonly rows: number
  readonly blobs: number
  /** Of the blobs, how many are in this archive and not in an earlier one. */
  readonly blobsHere: number
  readonly seconds: number
  /** What is wrong with the installation: documents whose bytes are missing or damaged. */
  readonly problems: readonly string[]
  readonly removed: readonly string[]
}

const ATTEMPTS = 3

/**
 * Writes one archive of database, documents and configuration as they were at one moment, while writers go on.
 * @throws OperationError when the database cannot be reached or the archive not be written; nothing is left then
 */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  const { platform, store, progress, signal, now } = options
  assertLocal(platform)
  const startedAt = performance.now()
  const environment = platform.environment.name
  const parent = options.incremental === true ? await findNewest(store, environment) : undefined
  if (options.incremental === true && !parent) progress.step('There is no earlier archive here: this one is complete.')
  for (let attempt = 1; ; attempt++) {
    const createdAt = now()
    const name = options.name ?? (await freeName(store, environment, createdAt))
    const written = await platform.withDatabase(
      ({ url }) => writeArchive({ ...options, url, name, createdAt, parent }),
      signal,
    )
    if (written === 'changed') {
      if (attempt < ATTEMPTS) continue
      throw new IncompleteError(
        'Documents were deleted faster than they could be copied, three times. No archive was made.',
        'Try again when less is deleted.',
      )
    }
    await renewBase(options)
    const removed = options.keep === undefined ? [] : await removeOldArchives(store, environment, options.keep)
    return { ...written, seconds: (performance.now() - startedAt) / 1000, removed }
  }
}

/** A base is as large as the database, and the log since the last one serves as well: one a day is enough. */
const BASE_HOURS = 20

async function renewBase({ platform: { pointInTime }, now, progress, signal }: BackupOptions): Promise<void> {
  if (!pointInTime) return
  const newest = (await pointInTime.bases())?.newest
  if (newest && now().getTime() - newest.getTime() < BASE_HOURS * 3_600_000) return
  await pointInTime.takeBase(now(), signal)
  progress.step('Took a base: every moment from now on can be restored.')
}

interface Attempt extends BackupOptions {
  readonly url: string
  readonly name: string
  readonly createdAt: Date
  readonly parent: Archive | undefined
}

/** `changed` when a document that the snapshot knows was deleted before it was copied: the archive is given up. */
async function writeArchive(attempt: Attempt): Promise<Omit<BackupReport, 'seconds' | 'removed'> | 'changed'> {
  const { platform, store, name, createdAt, parent, progress, signal, url } = attempt
  const target = await store.create(name)
  try {
    const what = about({
      product: productVersion(),
      environment: platform.environment.name,
      createdAt: createdAt.toISOString(),
    })
    const writer = await ArchiveWriter.open((bytes) => target.write(bytes), what)
    await writer.addText('README.txt', READ_ME)
    for (const { path, text } of await readConfigurationFiles(platform.environment.directory))
      await writer.addText(`configuration/${path}`, text)
    const dumped = await dumpDatabase(url, writer, progress, signal)
    const folder = openBlobFolder(join(dataDirectoryOf(platform.environment), 'blobs'))
    const copied = await copyBlobs({ writer, folder, parent, progress, signal })
    const missing = missingBlobs(dumped.referenced, copied.blobs)
    if (missing.length > 0 && (await someWereReleased(url, missing, signal))) {
      progress.step('A document was deleted meanwhile: beginning anew.')
      await target.abort()
      return 'changed'
    }
    const problems = [...copied.problems, ...missing.map((sha256) => `The document bytes ${sha256} are missing.`)]
    const manifest: Omit<Manifest, 'entries'> = {
      ...what,
      kind: parent ? 'incremental' : 'full',
      parent: parent ? { file: parent.source.name, digest: parent.trailer.digest } : null,
      database: dumped.database,
      blobs: copied.blobs,
      problems,
    }
    const { digest, size } = await writer.finish(manifest)
    const file = await target.commit()
    return { file, name, digest, bytes: size, ...summary(manifest), problems }
  } catch (error) {
    await target.abort()
    throw error
  }
}

function summary({ kind, parent, database, blobs }: Omit<Manifest, 'entries'>) {
  return {
    kind,
    parent: parent?.file ?? null,
    tables: database.tables.length,
    rows: database.tables.reduce((total, { rows }) => total + rows, 0),
    blobs: blobs.length,
    blobsHere: blobs.filter(({ archive }) => archive === null).length,
  }
}

async function dumpDatabase(url: string, writer: ArchiveWriter, progress: Progress, signal: AbortSignal) {
  return await withArchiveSession(url, signal, (client) =>
    inTransaction(client, BEGIN_SNAPSHOT, async () => {
      const shapes = await listTables(client)
      assertInstalled(shapes)
      await holdTables(client, shapes)
      const tables: ArchivedTable[] = []
      for (const shape of shapes) {
        signal.throwIfAborted()
        tables.push(await dumpTable(client, shape, writer))
      }
      progress.step(`Copied ${tables.length} tables.`)
      const database: Manifest['database'] = {
        ...(await readSnapshot(client)),
        logEnd: await readLogEnd(client),
        migrations: await listMigrations(client),
        tables,
        sequences: await listSequences(client),
      }
      return { database, referenced: await listReferencedBlobs(client) }
    }),
  )
}

async function dumpTable(client: pg.Client, shape: TableShape, writer: ArchiveWriter): Promise<ArchivedTable> {
  const hash = createHash('sha256')
  let [rows, bytes, parts] = [0, 0, 0]
  for await (const part of copyTable(client, shape)) {
    const number = String(parts).padStart(5, '0')
    await writer.add(`database/${shape.schema}.${shape.name}/${number}.copy`, part.length, part)
    hash.update(part)
    rows += countRows(part)
    bytes += part.length
    parts += 1
  }
  return { ...shape, columns: [...shape.columns], rows, bytes, parts, sha256: hash.digest('hex') }
}

async function copyBlobs(work: {
  readonly writer: ArchiveWriter
  readonly folder: BlobFolder
  readonly parent: Archive | undefined
  readonly progress: Progress
  readonly signal: AbortSignal
}): Promise<{ blobs: ArchivedBlob[]; problems: string[] }> {
  const { writer, folder, parent, progress, signal } = work
  const earlier = new Map(
    parent?.manifest.blobs.map(({ sha256, archive }) => [sha256, archive ?? parent.trailer.digest]) ?? [],
  )
  const blobs: ArchivedBlob[] = []
  const problems: string[] = []
  for await (const { sha256, size } of folder.list()) {
    signal.throwIfAborted()
    const archive = earlier.get(sha256)
    if (archive !== undefined) {
      blobs.push({ sha256, size, archive })
      continue
    }
    const content = await folder.read(sha256)
    if (!content) continue
    const entry = await writer.add(`blobs/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, size, content)
    if (entry.sha256 === sha256) blobs.push({ sha256, size, archive: null })
    else problems.push(`The document bytes ${sha256} are damaged on disk: they are those of ${entry.sha256}.`)
  }
  progress.step(`Copied ${blobs.filter(({ archive }) => archive === null).length} files of documents.`)
  return { blobs, problems }
}

function missingBlobs(referenced: ReadonlySet<string>, blobs: readonly ArchivedBlob[]): string[] {
  const there = new Set(blobs.map(({ sha256 }) => sha256))
  return [...referenced].filter((sha256) => !there.has(sha256))
}

async function someWereReleased(url: string, missing: readonly string[], signal: AbortSignal): Promise<boolean> {
  const referenced = await withArchiveSession(url, signal, listReferencedBlobs)
  return missing.some((sha256) => !referenced.has(sha256))
}

/** Two backups within one second do not replace each other. */
async function freeName(store: BackupStore, environment: string, createdAt: Date): Promise<string> {
  for (let at = createdAt.getTime(); ; at += 1000) {
    const name = archiveName(environment, new Date(at))
    if (!(await store.find(name))) return name
  }
}

function assertInstalled(tables: readonly TableShape[]): void {
  if (tables.some(({ schema, name }) => schema === 'event_store' && name === 'events')) return
  throw new OperationError(
    'There is no Semiont in this database: nothing to back up.',
    'Make one with: semiont start; or name another environment with --environment',
  )
}

export function assertLocal(platform: Platform): void {
  if (platform.kind === 'local') return
  throw new OperationError(
    `Archives are made of installations on this machine; ${platform.environment.name} runs on ${platform.kind}.`,
    'Use the backups of that platform.',
  )
}
