import type { ParticipantEvent } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projection, Projections } from '../kernel/feature.ts'

type EventOf<T extends ParticipantEvent['type']> = RecordedEvent<ParticipantEvent & { type: T }>

/** The streams of participants are written by this feature alone, so their events have the shape of the contract. */
function on<T extends ParticipantEvent['type']>(
  type: T,
  write: (tx: pg.PoolClient, id: string, event: EventOf<T>) => Promise<unknown>,
): Record<string, Projection> {
  return {
    [type]: async (tx, event) => {
      await write(tx, event.streamId.slice('participant-'.length), event as EventOf<T>)
      await tx.query('update participants set version = $2, modified_at = $3 where id = $1', [
        event.streamId.slice('participant-'.length),
        event.version,
        event.occurredAt,
      ])
    },
  }
}

const setStatus = (tx: pg.PoolClient, id: string, event: EventOf<'participant.disabled' | 'participant.enabled'>) =>
  tx.query('update participants set status = $2 where id = $1', [id, event.data.after])

export const participantProjections: Projections = {
  ...on('participant.registered', (tx, id, { data, version, occurredAt }) =>
    tx.query(
      `insert into participants (id, kind, name, role, status, owner_id, software, software_version, model, version,
         created_at, modified_at)
       values ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10, $10)`,
      [
        id,
        data.kind,
        data.name,
        data.role,
        data.agent?.ownerId,
        data.agent?.software,
        data.agent?.softwareVersion,
        data.agent?.model,
        version,
        occurredAt,
      ],
    ),
  ),
  ...on('participant.renamed', (tx, id, { data }) =>
    tx.query('update participants set name = $2 where id = $1', [id, data.after]),
  ),
  ...on('participant.roleChanged', (tx, id, { data }) =>
    tx.query('update participants set role = $2 where id = $1', [id, data.after]),
  ),
  ...on('participant.agentDescribed', (tx, id, { data: { after } }) =>
    tx.query('update participants set owner_id = $2, software = $3, software_version = $4, model = $5 where id = $1', [
      id,
      after.ownerId,
      after.software,
      after.softwareVersion,
      after.model,
    ]),
  ),
  ...on('participant.disabled', setStatus),
  ...on('participant.enabled', setStatus),
}
