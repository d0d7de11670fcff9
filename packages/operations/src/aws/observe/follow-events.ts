import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError } from '../../errors.ts'
import { entryFilter } from '../../logs/entry-filter.ts'
import type { LogEntry, LogQuery } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { filterLogEvents, type LogEvent } from '../clients/log-events.ts'
import type { LogSource } from './log-sources.ts'
import { inOrder, reader, type ReadEntry } from './newest-events.ts'
import { earliestLook, lookFrom, UnseenEvents } from './unseen-events.ts'

const LOOK_EVERY_MS = 2000
/** A network that is gone for longer is said, instead of a silence that looks like peace. */
const PATIENCE_MS = 5 * 60_000

export interface Following {
  readonly source: LogSource
  /** What was shown before; nothing that was written before `beginning` is shown. Milliseconds since 1970. */
  readonly told: readonly LogEvent[]
  readonly beginning: number
}

/**
 * Goes on with what is written, until the signal or `until`; every line once, also when it arrives late or AWS could not be
 * asked for a while.
 */
export async function* followEvents(
  connection: AwsConnection,
  given: readonly Following[],
  query: LogQuery,
): AsyncGenerator<LogEntry, void> {
  const { signal, until } = query
  const followed = given.map(({ source, told, beginning }) => ({ source, unseen: new UnseenEvents(beginning, told) }))
  let answeredAt = Date.now()
  for (let number = 0; !isOver(signal, until); number++) {
    const startedAt = Date.now()
    try {
      const from = lookFrom(number, answeredAt)
      const found = await Promise.all(followed.map((one) => look(connection, one, { query, from })))
      answeredAt = startedAt
      for (const { unseen } of followed) unseen.forget(earliestLook(startedAt))
      yield* inOrder(found.flat()).map(({ entry }) => entry)
    } catch (error) {
      if (isOver(signal, until)) return
      if (!(error instanceof IncompleteError) || Date.now() - answeredAt > PATIENCE_MS) throw error
    }
    await delay(LOOK_EVERY_MS, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
}

async function look(
  connection: AwsConnection,
  { source, unseen }: { source: LogSource; unseen: UnseenEvents },
  { query, from }: { query: LogQuery; from: number },
): Promise<ReadEntry[]> {
  const { group, streamPrefix, pattern, read } = source
  const readOne = reader(read, entryFilter(query))
  const asked = {
    group,
    from,
    ...(streamPrefix === undefined ? {} : { streamPrefix }),
    ...(pattern === undefined ? {} : { pattern }),
  }
  const entries: ReadEntry[] = []
  for await (const page of filterLogEvents(connection, asked))
    entries.push(...unseen.take(page).flatMap((event) => readOne(event) ?? []))
  return entries
}

function isOver(signal: AbortSignal | undefined, until: Date | undefined): boolean {
  return signal?.aborted === true || (until !== undefined && until.getTime() < Date.now())
}
