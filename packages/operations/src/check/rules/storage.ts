import type { Judging } from '../define-check.ts'
import type { StorageFact } from '../facts/storage.ts'
import type { FoundHere } from '../report.ts'
import { bytes, count } from '../words.ts'

/** Of a quota. */
const NEARLY = 0.9
const FILLING_DAYS = 14

export function judgeStorage(fact: StorageFact, judging: Judging): FoundHere[] {
  return fact.problem === null || fact.problem === 'not-writable'
    ? [
        ...judgeAccess(fact, judging),
        ...judgeQuota(fact, judging),
        ...judgeSpace(fact, judging),
        ...judgeGrowth(fact, judging),
      ]
    : judgeAccess(fact, judging)
}

export function describeStorage({ files, usedBytes, quotaBytes, freeBytes, growthPerDay }: StorageFact): string {
  const used = usedBytes === null ? `more than ${count(files, 'file')}` : `${count(files, 'file')}, ${bytes(usedBytes)}`
  const of = quotaBytes === null ? '' : ` of ${bytes(quotaBytes)}`
  const growth = growthPerDay === null || growthPerDay <= 0 ? '' : `, ${bytes(Math.round(growthPerDay))} more each day`
  return `${used}${of}${growth}${freeBytes === null ? '' : `, ${bytes(freeBytes)} free`}`
}

function judgeAccess({ problem, directory, detail }: StorageFact, { command }: Judging): FoundHere[] {
  if (problem === null) return []
  const about = { severity: 'critical', subject: 'storage', evidence: [detail ?? directory] } as const
  if (problem === 'not-writable')
    return [
      {
        ...about,
        id: 'storage.not-writable',
        message: `The folder of documents ${directory} cannot be written to.`,
        cause: 'It belongs to another account, or its file system is mounted read-only.',
        confidence: 'likely',
        next: `ls -ld ${quote(directory)}`,
      },
    ]
  return [
    {
      ...about,
      id: 'storage.missing',
      message: `The folder of documents ${directory} is not there.`,
      cause: 'It was moved or removed, its disk is not mounted, or storage.directory was changed.',
      confidence: 'likely',
      next: command('configure validate'),
    },
  ]
}

function judgeQuota({ usedBytes, quotaBytes, directory }: StorageFact, { command }: Judging): FoundHere[] {
  if (quotaBytes === null || usedBytes === null || usedBytes < quotaBytes * NEARLY) return []
  const full = usedBytes >= quotaBytes
  return [
    {
      id: full ? 'storage.full' : 'storage.nearly-full',
      severity: full ? 'critical' : 'warning',
      subject: 'storage',
      message: full
        ? `Documents take ${bytes(usedBytes)}, as much as they may (${bytes(quotaBytes)}) or more.`
        : `Documents take ${bytes(usedBytes)} of the ${bytes(quotaBytes)} they may.`,
      cause: 'The library has grown to the limit that storage.quotaBytes sets.',
      confidence: 'certain',
      evidence: [`${directory}: ${usedBytes} bytes`],
      next: command(`configure set storage.quotaBytes ${usedBytes * 2}`),
    },
  ]
}

/** The disk of database and logs is judged by itself; documents may lie on another. */
function judgeSpace({ ownDisk, directory, freeBytes, totalBytes }: StorageFact, { settings }: Judging): FoundHere[] {
  if (!ownDisk || freeBytes === null || totalBytes === null || totalBytes === 0) return []
  const limit = settings.monitoring.thresholds.diskFreePercent
  const percent = (freeBytes / totalBytes) * 100
  if (percent >= limit) return []
  const full = percent < limit / 5
  return [
    {
      id: full ? 'storage.full' : 'storage.nearly-full',
      severity: full ? 'critical' : 'warning',
      subject: 'storage',
      message: `${bytes(freeBytes)} of the disk of documents are free (${percent.toFixed(1)} %, limit ${limit} %).`,
      cause: 'The library has grown to the size of its disk, or something else lies there.',
      confidence: 'possible',
      evidence: [`${directory}: ${bytes(freeBytes)} of ${bytes(totalBytes)}`],
      next: `du -xhd2 ${quote(directory)} | sort -h | tail -20`,
    },
  ]
}

function judgeGrowth(
  { growthPerDay, freeBytes, usedBytes, quotaBytes }: StorageFact,
  { command }: Judging,
): FoundHere[] {
  if (growthPerDay === null || growthPerDay <= 0 || freeBytes === null || usedBytes === null) return []
  const room = Math.min(freeBytes, quotaBytes === null ? freeBytes : Math.max(0, quotaBytes - usedBytes))
  const days = room / growthPerDay
  if (days > FILLING_DAYS || room === 0) return []
  return [
    {
      id: 'storage.filling',
      severity: 'warning',
      subject: 'storage',
      message: `Documents grow by ${bytes(Math.round(growthPerDay))} a day: in ${count(Math.floor(days), 'day')} there is no room left.`,
      cause: 'More is put in than this disk or quota was made for.',
      confidence: 'likely',
      evidence: [`room for ${bytes(room)}`],
      next: command('configure get storage.directory'),
    },
  ]
}

/** For a shell. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
