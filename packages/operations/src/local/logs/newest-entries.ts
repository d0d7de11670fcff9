import type { LogEntry, LogQuery } from '../../platform/platform.ts'
import { entryFilter } from '../../logs/entry-filter.ts'
import { linesBackwards, offsetAfter } from './lines-backwards.ts'
import type { LogSeries, OpenLogFile } from './log-files.ts'
import { parseLogLine, timeOfLine } from '../../logs/parse-log-line.ts'

export interface OpenSeries extends LogSeries {
  /** The newest first. */
  readonly files: readonly OpenLogFile[]
}

/** Several writers share a file and the scheduler decides who is first: lines may be this far out of order. */
const DISORDER_MS = 5000

/** The newest entries that match, oldest first, at most `limit`, of all series together. Reads no more of the files than needed. */
export async function newestEntries(
  series: readonly OpenSeries[],
  query: LogQuery,
  limit: number,
): Promise<LogEntry[]> {
  const sources = series.map((one) => entriesBackwards(one, query))
  const heads = await Promise.all(sources.map(async (source) => await source.next()))
  const found: LogEntry[] = []
  while (found.length < limit) {
    const newest = indexOfNewest(heads)
    const head = newest === -1 ? undefined : heads[newest]
    const source = sources[newest]
    if (!head || head.done || !source) break
    found.push(head.value)
    heads[newest] = await source.next()
  }
  await Promise.all(sources.map(async (source) => await source.return(undefined)))
  // Stable: lines of the same millisecond stay in the order in which their file has them.
  return found.reverse().sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
}

function indexOfNewest(heads: readonly IteratorResult<LogEntry, void>[]): number {
  let newest = -1
  let time = ''
  for (const [index, head] of heads.entries()) {
    if (head.done || head.value.time <= time) continue
    newest = index
    time = head.value.time
  }
  return newest
}

/** The entries of one writer that match, newest first. */
export async function* entriesBackwards(series: OpenSeries, query: LogQuery): AsyncGenerator<LogEntry, void> {
  const filter = entryFilter(query)
  const { service, replica } = series
  const earliest = query.since && new Date(query.since.getTime() - DISORDER_MS).toISOString()
  for (const file of series.files) {
    let fallbackTime = file.modifiedAt.toISOString()
    for await (const lines of linesBackwards(file.handle, await endOf(file, query.until))) {
      for (const line of lines) {
        if (!filter.mayMatch(line)) continue
        const entry = parseLogLine(line, { service, replica, fallbackTime })
        fallbackTime = entry.time
        if (filter.matches(entry)) yield entry
      }
      const oldest = lines.at(-1)
      fallbackTime = (oldest === undefined ? undefined : timeOfLine(oldest)) ?? fallbackTime
      if (earliest !== undefined && fallbackTime < earliest) return
    }
  }
}

async function endOf(file: OpenLogFile, until: Date | undefined): Promise<number> {
  if (!until || until > file.modifiedAt) return file.size
  const latest = new Date(until.getTime() + DISORDER_MS).toISOString()
  return await offsetAfter(file.handle, file.size, (line) => {
    const time = timeOfLine(line)
    return time === undefined ? undefined : time > latest
  })
}
