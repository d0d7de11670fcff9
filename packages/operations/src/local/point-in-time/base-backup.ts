import { type Dirent, existsSync } from 'node:fs'
import { chown, copyFile, lstat, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { OperationError } from '../../errors.ts'
import { removeSegmentsBefore } from '../postgres/wal-archive.ts'

/** A copy of the server's files from which, with the kept log, any later moment can be restored. */
export interface BaseBackup {
  readonly directory: string
  /** Moments from here on. */
  readonly completeAt: Date
  /** Name of the first segment of the log that it needs. */
  readonly firstSegment: string
}

/** Folders whose content a server makes anew. @see https://www.postgresql.org/docs/17/protocol-replication.html, BASE_BACKUP */
const CONTENT_LEFT_OUT = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|pgsql_tmp.*|pg_internal\.init.*|recovery\.signal)$/
const ARCHIVING_PATIENCE = '60s'

/** Oldest first. */
export async function listBaseBackups(postgresDirectory: string): Promise<BaseBackup[]> {
  const folder = baseFolder(postgresDirectory)
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => /^\d{8}T\d{6}Z$/.test(name)) : []
  return await Promise.all(names.toSorted().map((name) => readBase(join(folder, name))))
}

/**
 * Copies the files of a running server while it works.
 * @throws OperationError when its log is not kept
 * @see https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function takeBaseBackup(options: {
  postgresDirectory: string
  administratorUrl: string
  now: Date
  signal: AbortSignal
}): Promise<BaseBackup> {
  const { postgresDirectory, now, signal } = options
  const name = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const directory = join(baseFolder(postgresDirectory), name)
  const half = `${directory}.new`
  const client = new pg.Client({ connectionString: options.administratorUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await mkdir(half, { recursive: true, mode: 0o700 })
    await client.query(`select pg_backup_start($1, fast => true)`, [`semiont ${name}`])
    await copyServerFiles(join(postgresDirectory, 'data'), join(half, 'data'), signal)
    const base = await completeBase(client, half)
    await rename(half, directory)
    return { ...base, directory }
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    throw error
  } finally {
    await client.end()
  }
}

/** Removes bases older than so long, but never the newest, and the log that no base needs any more. */
export async function removeOldBases(postgresDirectory: string, keptSince: Date): Promise<void> {
  const bases = await listBaseBackups(postgresDirectory)
  // The last one before that day serves the moments of that day.
  const firstKept = Math.max(
    0,
    bases.findLastIndex(({ completeAt }) => completeAt <= keptSince),
  )
  for (const { directory } of bases.slice(0, firstKept)) await rm(directory, { recursive: true })
  const oldest = bases[firstKept]
  if (oldest) await removeSegmentsBefore(postgresDirectory, oldest.firstSegment)
}

/** Copies files and folders with their owners, as PostgreSQL wants them: 0700 and 0600. Files that vanish are left out. */
export async function copyServerFiles(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to, { mode: 0o700 })
  await takeOwner(from, to)
  signal.throwIfAborted()
  const entries = (await readdir(from, { withFileTypes: true })).filter(({ name }) => !LEFT_OUT.test(name))
  // Node itself works on a few files at a time.
  await Promise.all(entries.filter((entry) => !entry.isDirectory()).map((entry) => copyEntry(from, to, entry, signal)))
  for (const entry of entries.filter((candidate) => candidate.isDirectory())) await copyEntry(from, to, entry, signal)
}

async function copyEntry(from: string, to: string, entry: Dirent, signal: AbortSignal): Promise<void> {
  const [source, target] = [join(from, entry.name), join(to, entry.name)]
  if (entry.isDirectory() && CONTENT_LEFT_OUT.has(entry.name)) {
    await mkdir(target, { mode: 0o700 })
    await takeOwner(source, target)
  } else if (entry.isDirectory()) {
    await copyServerFiles(source, target, signal)
  } else {
    await copyFile(source, target).then(() => takeOwner(source, target), ifVanished)
  }
}

/** As root, what we make belongs to root, and PostgreSQL refuses it. */
export async function takeOwner(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await lstat(from)
  await chown(to, uid, gid)
}

async function completeBase(client: pg.Client, half: string): Promise<Omit<BaseBackup, 'directory'>> {
  await client.query(`set statement_timeout = '${ARCHIVING_PATIENCE}'`)
  const { rows } = await client
    .query<{ label: string; at: Date }>(`select labelfile as label, clock_timestamp() as at from pg_backup_stop(true)`)
    .catch((cause: unknown) => {
      throw new OperationError(
        'The write-ahead log is not being kept, so a base backup would be of no use.',
        'See why with: semiont logs --service database',
        { cause },
      )
    })
  const [row] = rows
  const firstSegment = /\(file ([0-9A-F]{24})\)/.exec(row?.label ?? '')?.[1]
  if (!row || firstSegment === undefined) throw new Error('PostgreSQL gave no label for the backup')
  await writeSynced(join(half, 'data', 'backup_label'), row.label)
  await takeOwner(join(half, 'data'), join(half, 'data', 'backup_label'))
  await writeSynced(join(half, 'base.json'), JSON.stringify({ completeAt: row.at.toISOString(), firstSegment }))
  return { completeAt: row.at, firstSegment }
}

async function readBase(directory: string): Promise<BaseBackup> {
  const value = JSON.parse(await readFile(join(directory, 'base.json'), 'utf8')) as {
    completeAt: string
    firstSegment: string
  }
  return { directory, completeAt: new Date(value.completeAt), firstSegment: value.firstSegment }
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 })
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function baseFolder(postgresDirectory: string): string {
  return join(postgresDirectory, 'base')
}

function ifVanished(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
