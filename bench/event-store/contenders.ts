import { type EventStore, createEventStore, eventStoreMigrations, migrate } from '@semiont/event-store'
import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql'
import pg from 'pg'
import type { Marked } from './events.ts'

/** Appends `events` to a stream that stands at `version`. */
export interface Contender {
  readonly name: string
  append(streamId: string, version: number, events: Marked[]): Promise<unknown>
  close(): Promise<void>
}

/** As many connections as writers, for everybody the same. */
function connect(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 16 })
  // The server is stopped at the end of the run, which may cut a connection that is just being closed.
  pool.on('error', () => undefined)
  return pool
}

export async function openEventStore(url: string): Promise<Contender> {
  await migrate(url, [eventStoreMigrations])
  const pool = connect(url)
  const store: EventStore<Marked> = createEventStore<Marked>({ pool })
  return {
    name: 'Semiont event store',
    append: (streamId, expectedVersion, events) =>
      store.append(streamId, events, {
        expectedVersion,
        scopeId: 'res_bench',
        actor: 'usr_bench',
        correlationId: 'req_bench',
      }),
    close: () => pool.end(),
  }
}

const COLUMNS = 'stream_id, version, scope_id, type, data, actor, correlation_id, occurred_at, previous_hash, hash'

const INSERT_ONE = `insert into bare_events (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const INSERT_MANY = `insert into bare_events (${COLUMNS})
  select stream_id, version, scope_id, type, data::jsonb, $6, $7, $8, $9, $10
  from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[]) as new (stream_id, version, scope_id, type, data)`

const INSERT_JSON = `insert into bare_events (${COLUMNS})
  select stream_id, version, scope_id, type, data, $6, $7, $8, $9, $10
  from rows from (unnest($1::text[], $2::int[], $3::text[], $4::text[]), jsonb_array_elements($5::jsonb))
    as new (stream_id, version, scope_id, type, data)`

/**
 * The least one can do: the same columns, constraints and indexes, one statement, nothing checked, nothing linked; the
 * hashes are given. One event goes through a plain VALUES, many through one `unnest`, or, `asJson`, with all data in
 * one JSON array, which is how our store sends it.
 */
export async function openBareInsert(url: string, { asJson = false } = {}): Promise<Contender> {
  await migrate(url, [eventStoreMigrations])
  const pool = connect(url)
  await pool.query('create table if not exists bare_events (like event_store.events including all)')
  const hash = Buffer.alloc(32, 7)
  const common = () => ['usr_bench', 'req_bench', new Date(), hash, hash]
  return {
    name: asJson ? 'bare INSERT, data as one JSON array' : 'bare INSERT',
    async append(streamId, version, events) {
      const [first] = events
      if (events.length === 1 && first) {
        const values = [streamId, version + 1, 'res_bench', first.type, JSON.stringify(first.data), ...common()]
        await pool.query({ name: 'bare.one', text: INSERT_ONE, values })
        return
      }
      const columns = [
        events.map(() => streamId),
        events.map((_, index) => version + index + 1),
        events.map(() => 'res_bench'),
        events.map((event) => event.type),
      ]
      const data = events.map((event) => event.data)
      await pool.query(
        asJson
          ? { name: 'bare.json', text: INSERT_JSON, values: [...columns, JSON.stringify(data), ...common()] }
          : {
              name: 'bare.many',
              text: INSERT_MANY,
              values: [...columns, data.map((item) => JSON.stringify(item)), ...common()],
            },
      )
    },
    close: () => pool.end(),
  }
}

export async function openEmmett(url: string): Promise<Contender> {
  const pool = connect(url)
  const setUp = getPostgreSQLEventStore(url)
  await setUp.schema.migrate()
  await setUp.close()
  const store: PostgresEventStore = getPostgreSQLEventStore(url, {
    projections: [],
    schema: { autoMigration: 'None' },
    connectionOptions: { connector: 'PostgreSQL:pg', pool },
  })
  return {
    name: '@event-driven-io/emmett-postgresql',
    append: (streamId, version, events) =>
      store.appendToStream(streamId, events, {
        expectedStreamVersion: version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version),
      }),
    async close() {
      await store.close()
      if (!pool.ended) await pool.end()
    },
  }
}
