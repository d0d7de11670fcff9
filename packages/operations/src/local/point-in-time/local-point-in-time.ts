import { gzipSync } from 'node:zlib'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { OperationError, RefusedError, RolledBackError } from '../../errors.ts'
import type { MomentReport, Platform, PointInTime, RestoreMoment } from '../../platform/platform.ts'
import { acquireInstanceLock, findRunningInstance } from '../instance-lock.ts'
import { openRotatingLog } from '../logs/rotating-log.ts'
import { walArchiveOf } from '../postgres/wal-archive.ts'
import { listBaseBackups, removeOldBases, takeBaseBackup, takeOwner } from './base-backup.ts'
import { recover, type RecoveredServer, removeRecovered, takePlace } from './recover.ts'

const DAY = 86_400_000

/** Restores an embedded server to any moment since its log is kept (`database.walArchiving`). */
export function openLocalPointInTime(options: {
  environment: Environment
  secrets: SecretStore
  platform: Pick<Platform, 'withDatabase' | 'runBackendTask'>
}): PointInTime {
  const { environment, platform } = options
  const stateDirectory = stateDirectoryOf(environment)
  const postgresDirectory = join(stateDirectory, 'postgres')

  const takeBase = async (now: Date, signal: AbortSignal): Promise<void> => {
    await platform.withDatabase(async ({ administratorUrl }) => {
      if (administratorUrl === null) return
      await takeBaseBackup({ postgresDirectory, administratorUrl, now, signal })
    }, signal)
    const days = environment.settings.database.backupRetentionDays
    await removeOldBases(postgresDirectory, new Date(now.getTime() - days * DAY))
  }

  return {
    takeBase,
    async bases() {
      const bases = await listBaseBackups(postgresDirectory)
      const [earliest, newest] = [bases[0]?.completeAt, bases.at(-1)?.completeAt]
      return earliest && newest ? { earliest, newest } : null
    },
    async restoreTo(moment, given) {
      assertStopped(stateDirectory)
      const lock = await acquireInstanceLock(stateDirectory, '', 'database')
      const report = await restoreLocked({ ...options, postgresDirectory, moment, given }).finally(() => lock.release())
      // Moments of the new history need a base of it.
      await takeBase(given.now(), given.signal)
      return report
    },
  }
}

interface Restoring {
  readonly secrets: SecretStore
  readonly environment: Environment
  readonly platform: Pick<Platform, 'runBackendTask'>
  readonly postgresDirectory: string
  readonly moment: Date
  readonly given: RestoreMoment
}

async function restoreLocked(restoring: Restoring): Promise<MomentReport> {
  const { environment, postgresDirectory, given } = restoring
  const log = openRotatingLog(join(stateDirectoryOf(environment), 'logs', 'postgres.log'), environment.settings.logs)
  try {
    const recovered = await recoverWithPasswords(restoring, log)
    const checked = await settleAndStop(restoring, recovered)
    const before = await changePlaces(restoring, recovered)
    if (given.keepOld !== true) await rm(before, { recursive: true })
    return { ...checked, keptFiles: given.keepOld === true ? before : null }
  } finally {
    await removeRecovered(postgresDirectory)
    await log.close()
  }
}

async function recoverWithPasswords(
  { secrets, postgresDirectory, moment, given }: Restoring,
  log: ReturnType<typeof openRotatingLog>,
): Promise<RecoveredServer> {
  const password = async (name: string) => {
    const found = await secrets.find(`postgres/${name}`)
    if (found !== undefined) return found
    throw new OperationError(`The password of ${name} is not among the secrets.`, 'Bring back the folder of secrets.')
  }
  const recovered = await recover({
    postgresDirectory,
    moment,
    now: given.now(),
    superuserPassword: await password('superuser'),
    password: await password('semiont'),
    log,
    signal: given.signal,
  })
  given.progress.step(`Replayed the log up to ${moment.toISOString()}.`)
  return recovered
}

async function settleAndStop(restoring: Restoring, recovered: RecoveredServer) {
  try {
    return await settle(restoring, recovered)
  } finally {
    await recovered.server.stop()
  }
}

/** Brings the recovered database to this program's version, and looks whether it is whole. */
async function settle({ platform, given }: Restoring, { server }: RecoveredServer) {
  const task = { databaseUrl: server.url, signal: given.signal }
  await platform.runBackendTask({ ...task, args: ['migrate'] })
  // The server's transaction ids went back; readers of the log must not take new events for old ones.
  await platform.runBackendTask({ ...task, args: ['adopt-log', '--rewound'] })
  const log = JSON.parse(await platform.runBackendTask({ ...task, args: ['verify-log'] })) as {
    events: number
    damage: { streamId: string; version: number; reason: string } | null
  }
  given.progress.step(`Verified the hash chains of ${log.events} events.`)
  return { events: log.events, damage: log.damage, missingBlobs: await given.findMissingBlobs(server.url) }
}

async function changePlaces({ postgresDirectory, given }: Restoring, { data }: RecoveredServer): Promise<string> {
  try {
    await keepHistories(postgresDirectory, data)
    return await takePlace(postgresDirectory, data, given.now())
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RolledBackError(`The restore failed: ${reason}. Everything is as it was before.`, 'See: semiont check', {
      cause,
    })
  }
}

/** So that later restores know where the new history began, and no later one gets the same number. */
async function keepHistories(postgresDirectory: string, data: string): Promise<void> {
  const archive = walArchiveOf(postgresDirectory)
  const histories = (await readdir(join(data, 'pg_wal'))).filter((name) => name.endsWith('.history'))
  const kept = new Set(await readdir(archive))
  for (const name of histories.filter((candidate) => !kept.has(`${candidate}.gz`))) {
    const path = join(archive, `${name}.gz`)
    await writeFile(path, gzipSync(await readFile(join(data, 'pg_wal', name))), { mode: 0o600 })
    await takeOwner(archive, path)
  }
}

function assertStopped(stateDirectory: string): void {
  if (!findRunningInstance(stateDirectory)) return
  throw new RefusedError(
    'The database cannot be taken back in time while Semiont runs. Nothing was changed.',
    'Stop it with: semiont stop',
  )
}
