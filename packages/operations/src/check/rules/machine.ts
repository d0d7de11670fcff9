import type { Judging } from '../define-check.ts'
import type { ClockFact, DiskFact, MemoryFact } from '../facts/machine.ts'
import type { FoundHere } from '../report.ts'
import { bytes, duration } from '../words.ts'

/** Below this a database stops soon, whatever share of the disk it is. */
const HARDLY_ANY = 200_000_000

export function judgeDisk({ folder, freeBytes, totalBytes }: DiskFact, { settings }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.diskFreePercent
  const percent = (freeBytes / totalBytes) * 100
  const critical = percent < limit / 5 || freeBytes < Math.min(HARDLY_ANY, totalBytes * 0.05)
  if (percent >= limit && !critical) return []
  return [
    {
      id: critical ? 'disk.full' : 'disk.low',
      severity: critical ? 'critical' : 'warning',
      subject: 'machine',
      message: `${bytes(freeBytes)} of the disk are free (${percent.toFixed(1)} %, limit ${limit} %).`,
      cause: 'Documents, database, logs or backups have grown; or something else fills the disk.',
      confidence: 'possible',
      evidence: [`${folder}: ${bytes(freeBytes)} of ${bytes(totalBytes)}`],
      next: `du -xhd2 '${folder}' | sort -h | tail -20`,
    },
  ]
}

export function describeDisk({ freeBytes, totalBytes }: DiskFact): string {
  return `${bytes(freeBytes)} of ${bytes(totalBytes)} free`
}

export function judgeMemory({ availableBytes, totalBytes }: MemoryFact, { settings, command }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.memoryFreePercent
  const percent = (availableBytes / totalBytes) * 100
  if (percent >= limit) return []
  return [
    {
      id: 'memory.low',
      severity: 'warning',
      subject: 'machine',
      message: `${bytes(availableBytes)} of the memory are available (${percent.toFixed(1)} %, limit ${limit} %).`,
      cause: 'Too many replicas for this machine, or another program takes it.',
      confidence: 'possible',
      evidence: [`${bytes(availableBytes)} of ${bytes(totalBytes)}`],
      next: command('watch metrics'),
    },
  ]
}

export function describeMemory({ availableBytes, totalBytes }: MemoryFact): string {
  return `${bytes(availableBytes)} of ${bytes(totalBytes)} available`
}

export function judgeClock({ databaseAhead, writtenAhead }: ClockFact, { settings }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.clockSkewSeconds
  const about = { id: 'clock.skewed', severity: 'warning', subject: 'machine', next: 'timedatectl status' } as const
  if (databaseAhead !== null && Math.abs(databaseAhead) > limit)
    return [
      {
        ...about,
        message: `The clock of the database is ${duration(Math.abs(databaseAhead) * 1000)} ${databaseAhead > 0 ? 'ahead of' : 'behind'} this machine's.`,
        cause: 'One of the two machines does not set its clock over the network.',
        confidence: 'likely',
        evidence: [`${databaseAhead.toFixed(1)} s, limit ${limit} s`],
      },
    ]
  if (writtenAhead !== null && writtenAhead > limit)
    return [
      {
        ...about,
        message: `Files of this installation are dated ${duration(writtenAhead * 1000)} ahead of this machine's clock.`,
        cause: 'The clock was set back, or runs wrong: sessions, jobs and backups go by it.',
        confidence: 'likely',
        evidence: [`${writtenAhead.toFixed(1)} s, limit ${limit} s`],
      },
    ]
  return []
}

export function describeClock({ databaseAhead }: ClockFact): string {
  return databaseAhead === null
    ? 'nothing is dated in the future'
    : `${Math.abs(databaseAhead).toFixed(1)} s from the database's`
}
