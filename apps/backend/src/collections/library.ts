import { ConcurrencyError } from '@semiont/event-store'
import { sql } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import { collectionStream, decide } from './collection.ts'

/** The collection that every installation begins with. A fixed id: whoever deletes it does not get it back at the next start. */
export const LIBRARY_ID = 'col_00000000000000000000000000'

/** Makes the collection "Library", open to everyone, once there is an administrator to own it. Repeatable. */
export async function ensureLibrary({ db, events }: Pick<Kernel, 'db' | 'events'>): Promise<void> {
  const streamId = collectionStream(LIBRARY_ID)
  const existing = await events.readStream(streamId, { atVersion: 1 })
  if (existing.length > 0) return
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from participants where role = 'administrator' order by created_at, id limit 1`,
  )
  const owner = rows[0]?.id
  if (owner === undefined) return
  const created = decide(
    {
      type: 'CreateCollection',
      name: 'Library',
      description: '',
      kind: 'ordinary',
      everyone: 'editor',
      owners: [owner],
    },
    undefined,
  )
  try {
    await events.append({ streamId, scopeId: LIBRARY_ID, expectedVersion: 0, events: created }, { actor: owner })
  } catch (error) {
    // Another process that started at the same time has made it.
    if (!(error instanceof ConcurrencyError)) throw error
  }
}
