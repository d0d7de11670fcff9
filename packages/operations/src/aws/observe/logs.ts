import type { LogEntry, LogQuery } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { followEvents, type Following } from './follow-events.ts'
import { logSources } from './log-sources.ts'
import { beginOf, inOrder, newestEvents, type ReadEntry } from './newest-events.ts'

const DEFAULT_LIMIT = 1000

/** The entries of CloudWatch Logs that a query asks for, of all services and tasks in the order of time. */
export async function* readAwsLogs(connection: AwsConnection, query: LogQuery): AsyncGenerator<LogEntry, void> {
  const now = new Date()
  const limit = query.limit ?? DEFAULT_LIMIT
  const sources = await logSources(connection, query)
  const found = await Promise.all(
    sources.map(async (source) => (limit === 0 ? [] : await newestEvents(connection, source, { query, limit, now }))),
  )
  const all = inOrder(found.flat())
  const shown = limit === 0 ? [] : all.slice(-limit)
  yield* shown.map(({ entry }) => entry)
  if (!query.follow) return
  const beginning = beginningOf(shown, all.length >= limit, { query, limit, now })
  const following = sources.map((source, index): Following => {
    return { source, told: (found[index] ?? []).map(({ event }) => event), beginning }
  })
  yield* followEvents(connection, following, query)
}

/** What was written since then and is not shown yet is new; where entries were left out, it is the oldest that was not. */
function beginningOf(
  shown: readonly ReadEntry[],
  isCut: boolean,
  { query, limit, now }: { query: LogQuery; limit: number; now: Date },
): number {
  if (shown.length > 0 && isCut) return Math.min(...shown.map(({ event }) => event.at))
  return limit === 0 ? now.getTime() : beginOf(query, now)
}
