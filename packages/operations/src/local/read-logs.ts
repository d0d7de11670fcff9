import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LogEntry, LogQuery } from '../platform/platform.ts'
import { type EntryFilter, entryFilter } from '../logs/entry-filter.ts'
import { readAt } from './logs/lines-backwards.ts'
import { listLogSeries, openLogFile, type OpenLogFile, openSeries } from './logs/log-files.ts'
import { newestEntries, type OpenSeries } from './logs/newest-entries.ts'
import { Tail } from './logs/tail.ts'

const LOOK_EVERY_MS = 200
const DEFAULT_LIMIT = 1000

/**
 * The entries of `<state>/logs` that a query asks for, of all services and replicas in the order of time. The files are read
 * from their ends, no further than needed. With `follow` it goes on until the signal, over rotation and truncation.
 */
export async function* readLogs(stateDirectory: string, query: LogQuery): AsyncGenerator<LogEntry, void> {
  const directory = join(stateDirectory, 'logs')
  const series = await openAll(directory, query)
  try {
    const limit = query.limit ?? DEFAULT_LIMIT
    if (limit > 0) yield* await newestEntries(query.follow ? await wholeLines(series) : series, query, limit)
    if (query.follow) yield* follow(directory, query, series)
  } finally {
    await Promise.all(series.flatMap(({ files }) => files.map(({ handle }) => handle.close())))
  }
}

/** The series as they are now: what is written later belongs to the following. */
export async function openAll(directory: string, query: Pick<LogQuery, 'services'>): Promise<OpenSeries[]> {
  const series = await listLogSeries(directory, query.services)
  return await Promise.all(series.map(async (one) => ({ ...one, files: await openSeries(one.path) })))
}

async function* follow(
  directory: string,
  query: LogQuery,
  known: readonly OpenSeries[],
): AsyncGenerator<LogEntry, void> {
  const filter = entryFilter(query)
  const tails = await Promise.all(known.map(startTail))
  try {
    while (!query.signal?.aborted && !isPast(query.until)) {
      await discover(directory, query, tails)
      yield* await look(tails, filter)
      await sleep(LOOK_EVERY_MS, undefined, query.signal ? { signal: query.signal } : {}).catch(() => {})
    }
  } finally {
    await Promise.all(tails.map((tail) => tail.close()))
  }
}

async function look(tails: readonly Tail[], filter: EntryFilter): Promise<LogEntry[]> {
  const entries = (await Promise.all(tails.map((tail) => tail.look()))).flat().filter((entry) => filter.matches(entry))
  return entries.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
}

async function startTail({ files, ...series }: OpenSeries): Promise<Tail> {
  const newest = files[0]
  // With a handle of its own: those of the series are closed by whoever opened them.
  const file = newest && (await openLogFile(series.path))
  if (!newest || !file) return new Tail(series)
  if (file.inode === newest.inode) return new Tail(series, { file, offset: await lineStart(file, newest.size) })
  // Rotated in this moment. The tail finds the file that it knows among those put aside.
  await file.handle.close()
  const aside = await openLogFile(`${series.path}.1`)
  return aside
    ? new Tail(series, { file: aside, offset: aside.inode === newest.inode ? newest.size : 0 })
    : new Tail(series)
}

/** What is followed later begins with a line of its own: one that is half written now is read then. */
async function wholeLines(series: readonly OpenSeries[]): Promise<OpenSeries[]> {
  return await Promise.all(
    series.map(async ({ files: [newest, ...older], ...one }) => ({
      ...one,
      files: newest ? [{ ...newest, size: await lineStart(newest, newest.size) }, ...older] : [],
    })),
  )
}

/** Where the line begins that holds the byte before `offset`, when it has no end yet: it is read once it has. */
async function lineStart(file: OpenLogFile, offset: number): Promise<number> {
  const from = Math.max(0, offset - 64 * 1024)
  return from + (await readAt(file.handle, from, offset - from)).lastIndexOf(0x0a) + 1
}

/** Logs that have begun since: of replicas and services started later. */
async function discover(directory: string, query: LogQuery, tails: Tail[]): Promise<void> {
  for (const series of await listLogSeries(directory, query.services)) {
    if (!tails.some((tail) => tail.series.path === series.path)) tails.push(new Tail(series))
  }
}

function isPast(until: Date | undefined): boolean {
  return until !== undefined && until.getTime() < Date.now()
}
