import {
  type listSecurityEvents,
  type Page,
  type QueryOf,
  SECURITY_EVENT_TYPES,
  type SecurityEvent,
  type SecurityEventType,
  securityEventTypeSchema,
  type SecuritySummary,
} from '@semiont/contract'
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { failureTypes } from './security-event.ts'
import { securityEventTable as table } from './security-event-table.ts'

export type SecurityEventFilter = QueryOf<typeof listSecurityEvents>

const columns = {
  event: table,
  participantName: sql<string | null>`(select name from participants where id = ${table.participantId})`,
}
type Row = { event: typeof table.$inferSelect; participantName: string | null }

/** Newest first. */
export async function findSecurityEvents(
  db: NodePgDatabase,
  filter: SecurityEventFilter,
): Promise<Page<SecurityEvent>> {
  const rows: Row[] = await db
    .select(columns)
    .from(table)
    .where(and(...conditions(filter)))
    .orderBy(desc(table.occurredAt), desc(table.id))
    .limit(filter.limit + 1)
  return toPage(rows, filter.limit, toSecurityEvent, ({ event }) => [event.occurredAt.toISOString(), event.id])
}

function conditions({
  type,
  reason,
  ip,
  path,
  participantId,
  from,
  to,
  cursor,
}: SecurityEventFilter): (SQL | undefined)[] {
  return [
    type && inArray(table.type, type),
    reason === undefined ? undefined : eq(table.reason, reason),
    ip === undefined ? undefined : eq(table.ip, ip),
    path === undefined ? undefined : sql`starts_with(${table.path}, ${path})`,
    participantId === undefined ? undefined : eq(table.participantId, participantId),
    from === undefined ? undefined : gte(table.occurredAt, new Date(from)),
    to === undefined ? undefined : lt(table.occurredAt, new Date(to)),
    cursor === undefined ? undefined : before(cursor),
  ]
}

function before(cursor: string): SQL {
  const [occurredAt, id] = decodeCursor(cursor, 2)
  return sql`(${table.occurredAt}, ${table.id}) < (${String(occurredAt)}::timestamptz, ${String(id)})`
}

function toSecurityEvent({ event, participantName }: Row): SecurityEvent {
  const { aggregationKey: _key, type, occurredAt, lastOccurredAt, ...rest } = event
  return {
    ...rest,
    type: securityEventTypeSchema.parse(type),
    occurredAt: occurredAt.toISOString(),
    lastOccurredAt: lastOccurredAt.toISOString(),
    participantName,
  }
}

/** Length of the window and of its buckets, in seconds: at most 60 buckets. */
const WINDOWS = {
  '1h': { seconds: 3_600, bucket: 60 },
  '24h': { seconds: 86_400, bucket: 3_600 },
  '7d': { seconds: 604_800, bucket: 21_600 },
  '30d': { seconds: 2_592_000, bucket: 86_400 },
} as const

export async function summarizeSecurity(
  db: NodePgDatabase,
  window: keyof typeof WINDOWS,
  to: Date,
): Promise<SecuritySummary> {
  const { seconds, bucket } = WINDOWS[window]
  const from = new Date(to.getTime() - seconds * 1_000)
  const within = gte(table.occurredAt, from)
  const total = sql<number>`sum(${table.count})::integer`
  const failed = and(within, inArray(table.type, failureTypes))
  const start = sql<Date>`date_bin(make_interval(secs => ${bucket}), ${table.occurredAt}, timestamptz 'epoch')`.mapWith(
    table.occurredAt,
  )
  const [counts, reasons, buckets, addresses] = await Promise.all([
    db.select({ type: table.type, count: total }).from(table).where(within).groupBy(table.type),
    db
      .select({ type: table.type, reason: sql<string>`${table.reason}`, count: total })
      .from(table)
      .where(and(failed, sql`${table.reason} is not null`))
      .groupBy(table.type, table.reason)
      .orderBy(desc(total))
      .limit(50),
    db
      .select({ start, type: table.type, count: total })
      .from(table)
      .where(within)
      .groupBy(sql`1`, table.type)
      .orderBy(sql`1`),
    db
      .select({ ip: sql<string>`${table.ip}`, count: total })
      .from(table)
      .where(and(failed, sql`${table.ip} is not null`))
      .groupBy(table.ip)
      .orderBy(desc(total))
      .limit(10),
  ])
  const countOf = (type: SecurityEventType) => counts.find((row) => row.type === type)?.count ?? 0
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    byType: SECURITY_EVENT_TYPES.map((type) => ({
      type,
      count: countOf(type),
      perMinute: countOf(type) / (seconds / 60),
    })),
    byReason: reasons.map((row) => ({ ...row, type: securityEventTypeSchema.parse(row.type) })),
    buckets: buckets.map((row) => ({
      ...row,
      start: row.start.toISOString(),
      type: securityEventTypeSchema.parse(row.type),
    })),
    bucketSeconds: bucket,
    topAddresses: addresses,
    oauth: oauthRate(countOf('oauth.callback.succeeded'), countOf('oauth.callback.failed')),
  }
}

function oauthRate(succeeded: number, failed: number): SecuritySummary['oauth'] {
  const all = succeeded + failed
  return { succeeded, failed, successRate: all === 0 ? null : succeeded / all }
}
