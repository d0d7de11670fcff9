import { type EntryFilter, entryFilter } from '../../logs/entry-filter.ts'
import type { LogEntry, LogQuery } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { filterLogEvents, type LogEvent } from '../clients/log-events.ts'
import type { LogSource } from './log-sources.ts'

/** An entry, and the event that it was read from. */
export interface ReadEntry {
  readonly entry: LogEntry
  readonly event: LogEvent
}

/** Without `since` one looks so far back: AWS charges for what it reads, and reads everything in between. */
export const LOOK_BACK_DAYS = 7
const LARGEST_PAGE = 10_000
const SMALLEST_PAGE = 100
const DAY_MS = 86_400_000

/** The newest events of a source that match, oldest first, at most `limit`; and whether there may be older ones. */
export async function newestEvents(
  connection: AwsConnection,
  source: LogSource,
  { query, limit, now }: { query: LogQuery; limit: number; now: Date },
): Promise<ReadEntry[]> {
  const { group, streamPrefix, pattern, read } = source
  const pages = filterLogEvents(connection, {
    group,
    ...(streamPrefix === undefined ? {} : { streamPrefix }),
    ...(pattern === undefined ? {} : { pattern }),
    from: beginOf(query, now),
    ...(query.until === undefined ? {} : { to: query.until.getTime() }),
    pageSize: Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, limit)),
    newestFirst: true,
  })
  return await collectNewest(pages, limit, reader(read, entryFilter(query)))
}

/** Milliseconds since 1970. */
export function beginOf({ since }: Pick<LogQuery, 'since'>, now: Date): number {
  return since?.getTime() ?? now.getTime() - LOOK_BACK_DAYS * DAY_MS
}

/** What is shown of an event; undefined when it is none that the query asks for. */
export function reader(read: LogSource['read'], filter: EntryFilter): (event: LogEvent) => ReadEntry | undefined {
  return (event) => {
    const entry = read(event)
    return entry !== undefined && filter.matches(entry) ? { entry, event } : undefined
  }
}

/** The newest of all pages, oldest first. Reads no further when the pages come newest first, as one asked for. */
export async function collectNewest(
  pages: AsyncIterable<LogEvent[]>,
  limit: number,
  read: (event: LogEvent) => ReadEntry | undefined,
): Promise<ReadEntry[]> {
  let found: ReadEntry[] = []
  let isNewestFirst = false
  for await (const page of pages) {
    isNewestFirst ||= descends(page)
    const ordered = isNewestFirst ? page.toReversed() : page
    const matching = ordered.flatMap((event) => read(event) ?? [])
    found = isNewestFirst ? [...matching, ...found] : [...found, ...matching]
    if (isNewestFirst && found.length >= limit) break
    if (found.length > 2 * limit + LARGEST_PAGE) found = inOrder(found).slice(-limit)
  }
  return limit === 0 ? [] : inOrder(found).slice(-limit)
}

function descends(page: readonly LogEvent[]): boolean {
  return (page[0]?.at ?? 0) > (page.at(-1)?.at ?? 0)
}

/** In the order of time; lines of the same moment stay as they come. */
export function inOrder(entries: readonly ReadEntry[]): ReadEntry[] {
  return entries.toSorted((a, b) => (a.entry.time < b.entry.time ? -1 : Number(a.entry.time > b.entry.time)))
}
