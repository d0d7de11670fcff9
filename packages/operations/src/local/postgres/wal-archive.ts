import { chown, mkdir, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { PostgresAccount } from './account.ts'

/** A segment is closed after so long at the latest: what a lost disk may cost, and how exactly a moment can be named. */
const LONGEST_SEGMENT_SECONDS = '60'

/** Where finished segments of the write-ahead log are kept. */
export function walArchiveOf(postgresDirectory: string): string {
  return join(postgresDirectory, 'wal')
}

/** Makes the folder and returns the server's settings that fill it. */
export async function prepareWalArchive(
  postgresDirectory: string,
  { uid, gid }: Pick<PostgresAccount, 'uid' | 'gid'>,
): Promise<Record<string, string>> {
  const folder = walArchiveOf(postgresDirectory)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid)
  return {
    archive_mode: 'on',
    archive_command: command('archive', '%p', '%f', escaped(folder)),
    archive_timeout: LONGEST_SEGMENT_SECONDS,
  }
}

/**
 * Settings of a server that replays the kept log up to a moment, the end of the last transaction before it, and then opens. It
 * keeps no log itself: nobody knows yet whether its history becomes that of the installation.
 * @see https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-PITR-RECOVERY
 */
export function recoverySettings(postgresDirectory: string, to: Date): Record<string, string> {
  return {
    archive_mode: 'off',
    // It counts as started when it has replayed everything, not when it can be read in between.
    hot_standby: 'off',
    restore_command: command('restore', escaped(walArchiveOf(postgresDirectory)), '%f', '%p'),
    // The name of a time zone, "Z" too, is not known yet when the server reads this.
    recovery_target_time: to.toISOString().replace('Z', '+00'),
    recovery_target_action: 'promote',
    recovery_target_timeline: 'latest',
  }
}

/** Removes segments that no base backup needs: those before `first`, of whatever timeline. Histories are kept. */
export async function removeSegmentsBefore(postgresDirectory: string, first: string): Promise<void> {
  const folder = walArchiveOf(postgresDirectory)
  const old = (await readdir(folder)).filter(
    (name) => /^[0-9A-F]{24}[.]/.test(name) && name.slice(8, 24) < first.slice(8, 24),
  )
  for (const name of old) await rm(join(folder, name))
}

/** The shell of the server runs it; `%` begins a placeholder there. */
function command(...words: readonly string[]): string {
  const script = createRequire(import.meta.url).resolve('@semiont/operations/wal-segments')
  return [escaped(process.execPath), escaped(script), ...words].map((word) => `"${word}"`).join(' ')
}

function escaped(path: string): string {
  return path.replaceAll('%', '%%').replaceAll(/["\\$`]/g, '\\$&')
}
