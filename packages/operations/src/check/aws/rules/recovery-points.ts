import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { duration } from '../../words.ts'
import type { KeptCopies, RecoveryPointsFact } from '../facts/recovery-points.ts'

const WHAT = { database: 'database', storage: 'file system' } as const

/** Database and files can be restored as they were not long ago. */
export function judgeRecoveryPoints(fact: RecoveryPointsFact, judging: Judging): FoundHere[] {
  const { now, settings } = judging
  const limit = settings.monitoring.thresholds.backupAgeHours
  const isYoung = fact.since !== null && hoursSince(fact.since, now) < limit
  return [
    ...fact.copies.flatMap((copies) => judgeCopies(copies, fact.vault, isYoung, judging)),
    ...(isYoung ? [] : judgeSnapshot(fact, judging)),
  ]
}

export function describeRecoveryPoints({ copies, snapshotAt }: RecoveryPointsFact): string {
  const kept = copies.map(
    ({ of, count, newest }) => `${WHAT[of]} ${count}${newest === null ? '' : `, newest of ${newest}`}`,
  )
  return `${kept.join('; ')}; newest snapshot ${snapshotAt ?? 'none yet'}`
}

function judgeCopies({ of, newest }: KeptCopies, vault: string, isYoung: boolean, judging: Judging): FoundHere[] {
  const { now, settings, command } = judging
  const about = { subject: of, evidence: [`vault ${vault}`], next: command('backup') } as const
  if (newest === null)
    return [
      {
        ...about,
        id: 'backup.none',
        severity: isYoung ? 'info' : 'warning',
        message: `AWS Backup has no recovery point of the ${WHAT[of]} yet.`,
        cause: isYoung ? 'It was made today; the plan runs at 02:15 UTC.' : 'The plan does not run, or its jobs fail.',
        confidence: isYoung ? 'likely' : 'possible',
      },
    ]
  const limit = settings.monitoring.thresholds.backupAgeHours
  if (hoursSince(newest, now) <= limit) return []
  return [
    {
      ...about,
      id: 'backup.old',
      severity: 'warning',
      message: `The newest recovery point of the ${WHAT[of]} is ${duration(hoursSince(newest, now) * 3_600_000)} old (limit ${limit} h).`,
      cause: 'The daily plan of AWS Backup does not run, or its jobs fail.',
      confidence: 'likely',
    },
  ]
}

function judgeSnapshot({ snapshotAt }: RecoveryPointsFact, { now, settings, command }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.backupAgeHours
  if (snapshotAt !== null && hoursSince(snapshotAt, now) <= limit) return []
  return [
    {
      id: 'backup.no-snapshot',
      severity: 'warning',
      subject: 'database',
      message:
        snapshotAt === null
          ? 'RDS has made no snapshot of the database.'
          : `The newest snapshot of the database is ${duration(hoursSince(snapshotAt, now) * 3_600_000)} old (limit ${limit} h).`,
      cause: 'Its automatic backups are off, or the database was stopped during its backup window.',
      confidence: 'possible',
      evidence: [],
      next: command('backup'),
    },
  ]
}

function hoursSince(time: string, now: Date): number {
  return (now.getTime() - Date.parse(time)) / 3_600_000
}
