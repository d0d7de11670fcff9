import type { ResourceEvent, VersionRecord } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projection, Projections } from '../kernel/feature.ts'
import { resourceIdOf } from './resource.ts'

type EventOf<T extends ResourceEvent['type']> = RecordedEvent<Extract<ResourceEvent, { type: T }>>

/** Resource streams are written by this feature alone, so their events have the shape of the contract. */
function on<T extends ResourceEvent['type']>(
  type: T,
  write: (tx: pg.PoolClient, id: string, event: EventOf<T>) => Promise<unknown>,
): Record<string, Projection> {
  return {
    [type]: async (tx, event) => {
      const id = resourceIdOf(event.streamId)
      await write(tx, id, event as EventOf<T>)
      await tx.query({
        name: 'resources.touch',
        text: 'update resources set version = $2, modified_at = $3 where id = $1',
        values: [id, event.version, event.occurredAt],
      })
    },
  }
}

const set = (column: 'name' | 'description' | 'language' | 'archived' | 'collection_id' | 'entity_types') => ({
  name: `resources.set_${column}`,
  text: `update resources set ${column} = $2 where id = $1`,
})

export const resourceProjections: Projections = {
  ...on('resource.created', insertResource),
  ...on('resource.cloned', insertResource),
  ...on('resource.versionAdded', addVersion),
  ...on('resource.encodingCorrected', addVersion),
  ...on('resource.renamed', (tx, id, { data }) => tx.query({ ...set('name'), values: [id, data.name] })),
  ...on('resource.described', (tx, id, { data }) =>
    tx.query({ ...set('description'), values: [id, data.description] }),
  ),
  ...on('resource.entityTypesSet', (tx, id, { data }) =>
    tx.query({ ...set('entity_types'), values: [id, data.entityTypes] }),
  ),
  ...on('resource.languageSet', (tx, id, { data }) => tx.query({ ...set('language'), values: [id, data.language] })),
  ...on('resource.archived', (tx, id) => tx.query({ ...set('archived'), values: [id, true] })),
  ...on('resource.unarchived', (tx, id) => tx.query({ ...set('archived'), values: [id, false] })),
  ...on('resource.moved', (tx, id, { data }) => tx.query({ ...set('collection_id'), values: [id, data.collectionId] })),
  'resource.deleted': Object.assign((tx: pg.PoolClient, event: RecordedEvent) => deleteResources(tx, [event]), {
    together: deleteResources,
  }),
}

/** Versions and passages go with it: they refer to this row with `on delete cascade`. */
async function deleteResources(tx: pg.PoolClient, events: readonly RecordedEvent[]): Promise<void> {
  const ids = events.map((event) => resourceIdOf(event.streamId))
  await tx.query({ name: 'resources.delete', text: 'delete from resources where id = any($1)', values: [ids] })
}

async function insertResource(
  tx: pg.PoolClient,
  id: string,
  event: EventOf<'resource.created' | 'resource.cloned'>,
): Promise<void> {
  const { data, actor, occurredAt } = event
  await tx.query({
    name: 'resources.insert',
    text: `insert into resources (id, collection_id, name, description, language, entity_types, archived, version,
        current_version, media_type, size, created_by, created_at, modified_at)
      values ($1, $2, $3, $4, $5, $6, false, $7, $8, $9, $10, $11, $12, $12)`,
    values: [
      id,
      data.collectionId,
      data.name,
      data.description,
      data.language,
      data.entityTypes,
      event.version,
      data.version.number,
      data.version.mediaType,
      data.version.size,
      actor,
      occurredAt,
    ],
  })
  await insertVersion(tx, id, data.version, event)
}

async function addVersion(
  tx: pg.PoolClient,
  id: string,
  event: EventOf<'resource.versionAdded' | 'resource.encodingCorrected'>,
): Promise<void> {
  const { version } = event.data
  await insertVersion(tx, id, version, event)
  await tx.query('update resources set current_version = $2, media_type = $3, size = $4 where id = $1', [
    id,
    version.number,
    version.mediaType,
    version.size,
  ])
}

async function insertVersion(
  tx: pg.PoolClient,
  id: string,
  version: VersionRecord,
  { actor, occurredAt }: Pick<RecordedEvent, 'actor' | 'occurredAt'>,
): Promise<void> {
  await tx.query({
    name: 'resources.insert_version',
    text: `insert into resource_versions (resource_id, number, media_type, size, sha256, encoding, text_sha256,
        text_length, document_sha256, not_markable_because, activity, file_name, derived_from, created_by, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      id,
      version.number,
      version.mediaType,
      version.size,
      version.sha256,
      version.encoding,
      version.text?.sha256,
      version.text?.length,
      version.text?.documentSha256,
      version.markable.possible ? null : version.markable.reason,
      version.activity,
      version.fileName,
      JSON.stringify(version.derivedFrom),
      actor,
      occurredAt,
    ],
  })
}
