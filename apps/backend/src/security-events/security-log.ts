import type { IdPrefix } from '@semiont/contract'
import type pg from 'pg'
import type { Logger } from '../kernel/logger.ts'
import { AggregationWindow, isRepeatable, logLevel, type SecurityEventInput } from './security-event.ts'

export interface SecurityLog {
  /**
   * Stores the event and writes it to the log as one JSON line. With `tx` it is stored together with what it tells of.
   * Alike repeatable events are counted in memory and added to their row within a second.
   */
  record(event: SecurityEventInput, tx?: pg.PoolClient): Promise<void>
  /** Stores the counts that are still in memory. */
  flush(): Promise<void>
  close(): Promise<void>
}

export interface SecurityLogDeps {
  pool: pg.Pool
  logger: Logger
  now(): Date
  newId(prefix: IdPrefix): string
}

interface Pending {
  event: SecurityEventInput
  count: number
  lastOccurredAt: Date
}

const FLUSH_EVERY_MS = 1_000

export function createSecurityLog(deps: SecurityLogDeps): SecurityLog {
  const window = new AggregationWindow()
  const stored = new Set<string>()
  let storedMinute = ''
  const pending = new Map<string, Pending>()

  const count = (key: string, event: SecurityEventInput, by: number, lastOccurredAt: Date) => {
    const known = pending.get(key)
    pending.set(key, { event, count: (known?.count ?? 0) + by, lastOccurredAt })
  }
  const flush = async () => {
    for (const [key, { event, count: times, lastOccurredAt }] of [...pending]) {
      pending.delete(key)
      try {
        await insert(deps, deps.pool, event, key, times, lastOccurredAt)
      } catch (error) {
        count(key, event, times, lastOccurredAt)
        throw error
      }
    }
  }
  const timer = setInterval(() => {
    flush().catch((error: unknown) => deps.logger.error({ error }, 'Security events could not be counted'))
  }, FLUSH_EVERY_MS).unref()

  const recordRepeatable = async (given: SecurityEventInput) => {
    const now = deps.now()
    const { key, event } = window.place(given, now)
    const minute = key.slice(0, key.indexOf(' '))
    if (minute !== storedMinute) {
      storedMinute = minute
      stored.clear()
    }
    if (!stored.has(key)) {
      stored.add(key)
      await insert(deps, deps.pool, event, key, 1, now)
      return
    }
    count(key, event, 1, now)
  }

  return {
    async record(event, tx) {
      writeLine(deps.logger, event)
      if (isRepeatable(event.type) && !tx) await recordRepeatable(event)
      else await insert(deps, tx ?? deps.pool, event, null, 1, deps.now())
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

function writeLine(logger: Logger, { type, reason, participantId, origin, details }: SecurityEventInput): void {
  const { id: requestId, ...where } = origin ?? {}
  logger[logLevel(type)]({ requestId, securityEvent: { type, reason, participantId, ...where, details } }, type)
}

const INSERT = {
  name: 'security-event-insert',
  text: `
    insert into security_events (id, aggregation_key, occurred_at, last_occurred_at, type, reason, ip, method, path,
      participant_id, request_id, count, details)
    values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (aggregation_key) do update set
      count = security_events.count + excluded.count,
      last_occurred_at = greatest(security_events.last_occurred_at, excluded.last_occurred_at)`,
}

async function insert(
  deps: Pick<SecurityLogDeps, 'newId'>,
  db: pg.Pool | pg.PoolClient,
  event: SecurityEventInput,
  key: string | null,
  count: number,
  at: Date,
): Promise<void> {
  const { type, reason, participantId, origin, details } = event
  await db.query({
    ...INSERT,
    values: [
      deps.newId('evt'),
      key === null ? null : storable(key),
      at,
      type,
      reason ?? null,
      origin?.ip ?? null,
      origin?.method ?? null,
      origin ? storable(origin.path) : null,
      participantId ?? null,
      origin?.id ?? null,
      count,
      JSON.stringify(details ?? {}),
    ],
  })
}

/** A path comes from anybody: bounded, and without what PostgreSQL cannot keep. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed().slice(0, 600)
}
