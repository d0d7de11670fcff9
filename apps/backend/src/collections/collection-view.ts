import type { CollectionEvent } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projection, Projections } from '../kernel/feature.ts'

type EventOf<T extends CollectionEvent['type']> = RecordedEvent<Extract<CollectionEvent, { type: T }>>

/** Collection streams are written by this feature alone, so their events have the shape of the contract. */
function on<T extends CollectionEvent['type']>(
  type: T,
  write: (tx: pg.PoolClient, id: string, event: EventOf<T>) => Promise<unknown>,
): Record<string, Projection> {
  return {
    [type]: async (tx, event) => {
      const id = event.streamId.slice('collection-'.length)
      await write(tx, id, event as EventOf<T>)
      await tx.query({
        name: 'collections.touch',
        text: 'update collections set version = $2, modified_at = $3 where id = $1',
        values: [id, event.version, event.occurredAt],
      })
    },
  }
}

export const collectionProjections: Projections = {
  ...on('collection.created', async (tx, id, { data, version, actor, occurredAt }) => {
    await tx.query(
      `insert into collections (id, name, description, kind, everyone, version, created_by, created_at, modified_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [id, data.name, data.description, data.kind, data.everyone, version, actor, occurredAt],
    )
    for (const { participantId, role } of data.members) await setMember(tx, id, participantId, role, occurredAt)
  }),
  ...on('collection.renamed', (tx, id, { data }) =>
    tx.query('update collections set name = $2 where id = $1', [id, data.name]),
  ),
  ...on('collection.described', (tx, id, { data }) =>
    tx.query('update collections set description = $2 where id = $1', [id, data.description]),
  ),
  ...on('collection.everyoneSet', (tx, id, { data }) =>
    tx.query('update collections set everyone = $2 where id = $1', [id, data.everyone]),
  ),
  ...on('collection.memberSet', (tx, id, { data, occurredAt }) =>
    setMember(tx, id, data.participantId, data.role, occurredAt),
  ),
  ...on('collection.memberRemoved', (tx, id, { data }) =>
    tx.query('delete from collection_members where collection_id = $1 and participant_id = $2', [
      id,
      data.participantId,
    ]),
  ),
  ...on('collection.deleted', (tx, id) => tx.query('delete from collections where id = $1', [id])),
}

/** A member who gets another role keeps the day of joining. */
function setMember(tx: pg.PoolClient, id: string, participantId: string, role: string, since: string) {
  return tx.query(
    `insert into collection_members (collection_id, participant_id, role, since) values ($1, $2, $3, $4)
     on conflict (collection_id, participant_id) do update set role = excluded.role`,
    [id, participantId, role, since],
  )
}
