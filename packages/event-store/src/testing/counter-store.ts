import { createTestDatabase } from '@semiont/testkit'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { formatCursor } from '../cursor.ts'
import { createEventStore, type EventStore, type EventStoreOptions, eventStoreMigrations, migrate } from '../index.ts'

export type Counted = { type: 'counted'; data: { by: number } }
export type Reset = { type: 'reset'; data: { reason: string } }
export type Counter = Counted | Reset

export const counted = (by = 1): Counted => ({ type: 'counted', data: { by } })
export const evolveTotal = (total: number, event: Counter) => (event.type === 'counted' ? total + event.data.by : 0)
export const ada = { actor: 'usr_ada', scopeId: 'scope' }

export interface CounterStore {
  readonly url: string
  readonly pool: pg.Pool
  readonly store: EventStore<Counter>
  /** Another store with connections of its own, as another process has. */
  another(options?: Partial<EventStoreOptions>): { store: EventStore<Counter>; pool: pg.Pool }
  /** Waits until readers of the log may see all that is committed: transactions of other test files hold them back. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** A store of counters in a database of its own. */
export async function openCounterStore(options: Partial<EventStoreOptions> = {}): Promise<CounterStore> {
  const database = await createTestDatabase()
  await migrate(database.url, [eventStoreMigrations])
  const pools: pg.Pool[] = []
  const open = (more: Partial<EventStoreOptions> = {}) => {
    const pool = new pg.Pool({ connectionString: database.url, max: 20 })
    pools.push(pool)
    return { pool, store: createEventStore<Counter>({ pool, ...more }) }
  }
  const first = open(options)
  return {
    url: database.url,
    ...first,
    another: open,
    async settled() {
      const { rows } = await first.pool.query<{ last: string }>(
        'select coalesce(max(transaction_id), 0)::text as last from event_store.events',
      )
      const last = formatCursor({ transactionId: BigInt(rows[0]?.last ?? 0), position: 0n })
      while ((await first.store.end()) <= last) await sleep(10)
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()))
      await database.drop()
    },
  }
}

/** The first `count` of what `events` yields. */
export async function take<T>(events: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = []
  if (count === 0) return taken
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}
