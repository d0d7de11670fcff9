import type { Judging } from '../define-check.ts'
import type { BackupsFact } from '../facts/backups.ts'
import type { FoundHere } from '../report.ts'
import { bytes, count, duration } from '../words.ts'

export function judgeBackups({ directory, newest }: BackupsFact, { now, settings, command }: Judging): FoundHere[] {
  const about = { subject: 'storage', next: command('backup') } as const
  if (!newest)
    return [
      {
        ...about,
        id: 'backup.none',
        severity: 'info',
        message: 'There is no backup yet.',
        cause: 'Nobody has made one, or archives are kept elsewhere.',
        confidence: 'certain',
        evidence: [directory],
      },
    ]
  const age = now.getTime() - Date.parse(newest.at)
  const limit = settings.monitoring.thresholds.backupAgeHours
  if (age <= limit * 3_600_000) return []
  return [
    {
      ...about,
      id: 'backup.old',
      severity: 'warning',
      message: `The newest backup is ${duration(age)} old (limit ${limit} h).`,
      cause: 'Nothing makes backups regularly, or it fails.',
      confidence: 'likely',
      evidence: [`${newest.name}, ${bytes(newest.bytes)}`],
    },
  ]
}

export function describeBackups({ archives, newest }: BackupsFact): string {
  return newest ? `${count(archives, 'archive')}, the newest of ${newest.at}` : 'none yet'
}
