import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PostgresError, UnusableInputError } from '../../errors.ts'
import type { RotatingLog } from '../logs/rotating-log.ts'
import { withConnection } from '../postgres/connect.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../postgres/embedded-postgres.ts'
import { recoverySettings, walArchiveOf } from '../postgres/wal-archive.ts'
import { type BaseBackup, copyServerFiles, listBaseBackups, takeOwner } from './base-backup.ts'

/** A server in a folder of its own that holds the database as it was at a moment. */
export interface RecoveredServer {
  readonly server: EmbeddedPostgres
  /** Its files. */
  readonly data: string
}

export interface RecoverOptions {
  readonly postgresDirectory: string
  readonly moment: Date
  readonly now: Date
  readonly superuserPassword: string
  readonly password: string
  readonly log: RotatingLog
  readonly signal: AbortSignal
}

const PATIENCE = 24 * 3600 * 1000
const RECOVERING = 'recovering'

/**
 * Replays the kept log on the newest base backup before the moment. The installation's own server does not run meanwhile; its
 * files are only read.
 * @throws UnusableInputError when the log does not reach from a base to that moment
 */
export async function recover(options: RecoverOptions): Promise<RecoveredServer> {
  const base = await chooseBase(options)
  try {
    return await replay(options, base, recoverySettings(options.postgresDirectory, options.moment))
  } catch (error) {
    if (!(error instanceof PostgresError) || !error.message.includes('before configured recovery target')) throw error
  }
  // Nothing was committed after that moment, or the log ends before it: replaying all of it gives the same, or shows which.
  const { recovery_target_time: _, ...toTheEnd } = recoverySettings(options.postgresDirectory, options.moment)
  const recovered = await replay(options, base, toTheEnd)
  try {
    await assertNoGap(options, recovered)
    return recovered
  } catch (error) {
    await recovered.server.stop()
    throw error
  }
}

export async function removeRecovered(postgresDirectory: string): Promise<void> {
  await rm(join(postgresDirectory, RECOVERING), { recursive: true, force: true })
  await rm(join(postgresDirectory, 'postgres.port'), { force: true })
}

async function chooseBase({ postgresDirectory, moment, now }: RecoverOptions): Promise<BaseBackup> {
  const bases = await listBaseBackups(postgresDirectory)
  const [first] = bases
  if (moment > now) {
    throw new UnusableInputError(
      `${moment.toISOString()} is yet to come. Nothing was changed.`,
      'Name a moment that has passed.',
    )
  }
  const base = bases.findLast(({ completeAt }) => completeAt <= moment)
  if (base) return base
  throw new UnusableInputError(
    `${moment.toISOString()} cannot be restored: ${
      first ? `the log is kept since ${first.completeAt.toISOString()}` : 'there is no base backup yet'
    }. Nothing was changed.`,
    first ? 'Name a later moment, or restore an archive.' : 'semiont backup makes one.',
  )
}

async function replay(
  options: RecoverOptions,
  base: BaseBackup,
  settings: Record<string, string>,
): Promise<RecoveredServer> {
  const { postgresDirectory, signal } = options
  await removeRecovered(postgresDirectory)
  const directory = join(postgresDirectory, RECOVERING)
  const data = join(directory, 'data')
  await mkdir(directory, { mode: 0o700 })
  await takeOwner(postgresDirectory, directory)
  await copyServerFiles(join(base.directory, 'data'), data, signal)
  await copyFile(join(base.directory, 'data', 'backup_label'), join(data, 'backup_label'))
  await writeFile(join(data, 'recovery.signal'), '', { mode: 0o600 })
  for (const name of ['backup_label', 'recovery.signal']) await takeOwner(data, join(data, name))
  await copyUnkeptLog(join(postgresDirectory, 'data', 'pg_wal'), join(data, 'pg_wal'))
  const { superuserPassword, password, log } = options
  const server = await startEmbeddedPostgres({
    directory,
    superuserPassword,
    password,
    log,
    settings,
    startTimeout: PATIENCE,
    // What hinders a recovery hinders the next one too.
    startAttempts: 1,
  })
  return { server, data }
}

/** The last segment is kept when it is full or closed; what was committed since lies with the server. */
async function copyUnkeptLog(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch(() => [])
  for (const name of names.filter((candidate) => /^[0-9A-F]{24}$|\.history$/.test(candidate))) {
    await copyFile(join(from, name), join(to, name))
    await takeOwner(to, join(to, name))
  }
}

/** A segment that was kept, but not replayed, tells that one before it is missing. */
async function assertNoGap({ postgresDirectory, moment }: RecoverOptions, { server }: RecoveredServer): Promise<void> {
  const { rows } = await withConnection(
    server.url,
    async (client) => await client.query<{ name: string }>('select pg_walfile_name(pg_last_wal_replay_lsn()) as name'),
  )
  const reached = rows[0]?.name.slice(8) ?? ''
  const kept = (await readdir(walArchiveOf(postgresDirectory))).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
  const newest =
    kept
      .map((name) => name.slice(8, 24))
      .toSorted()
      .at(-1) ?? ''
  if (newest <= reached) return
  throw new UnusableInputError(
    `${moment.toISOString()} cannot be restored: the log that was kept has a gap before it. Nothing was changed.`,
    'Name an earlier moment, or restore an archive.',
  )
}

/**
 * Lets the recovered files become those of the installation. Either that or everything stays; a start after a crash in between
 * finds the files so far and takes them. Returns where those are.
 */
export async function takePlace(postgresDirectory: string, recovered: string, now: Date): Promise<string> {
  const data = join(postgresDirectory, 'data')
  const before = join(postgresDirectory, `data.before-${now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`)
  await rename(data, before)
  try {
    await rename(recovered, data)
  } catch (error) {
    await rename(before, data)
    throw error
  }
  return before
}
