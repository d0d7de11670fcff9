import { type AnnotationEvent, type AnnotationStatus, motivationsOf } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projection, Projections } from '../kernel/feature.ts'
import { type AnnotationContent, annotationIdOf, evolve, type LiveAnnotation } from './annotation.ts'
import { findReference } from './annotation-bodies.ts'
import { isResourceId } from './stored-annotation.ts'

type Recorded = RecordedEvent<AnnotationEvent>

const INSERT = `
  with new as (
    insert into annotations (id, collection_id, resource_ids, creator_id, status, was_suggested, version, motivations,
      entity_type_ids, tag_schema_ids, reference_iri, reference_resource_id, content, created_at, modified_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  )
  insert into annotation_targets (annotation_id, ordinal, iri, resource_id, start_position, end_position, spans)
  select $1, * from unnest($16::int[], $17::text[], $18::text[], $19::int[], $20::int[], $21::int4multirange[])`

const UPDATE = `
  with changed as (
    update annotations set collection_id = $2, resource_ids = $3, creator_id = $4, status = $5, was_suggested = $6,
      version = $7, motivations = $8, entity_type_ids = $9, tag_schema_ids = $10, reference_iri = $11,
      reference_resource_id = $12, content = $13, created_at = $14, modified_at = $15
    where id = $1
  )
  insert into annotation_targets (annotation_id, ordinal, iri, resource_id, start_position, end_position, spans)
  select $1, * from unnest($16::int[], $17::text[], $18::text[], $19::int[], $20::int[], $21::int4multirange[])
  on conflict (annotation_id, ordinal) do update set iri = excluded.iri, resource_id = excluded.resource_id,
    start_position = excluded.start_position, end_position = excluded.end_position, spans = excluded.spans`

const project: Projection = async (tx, event) => {
  const id = annotationIdOf(event.streamId)
  // Annotation streams are written by this feature alone, so their events have the shape of the contract.
  const recorded = event as Recorded
  if (recorded.type === 'annotation.created') {
    const state = evolve(undefined, recorded)
    if (state) await tx.query({ name: 'annotations.insert', text: INSERT, values: columns(id, event.version, state) })
    return
  }
  const before = await loadForUpdate(tx, id)
  const after = evolve(before, recorded)
  if (!after) return await remove(tx, id)
  const values = columns(id, event.version, after)
  const { rows } = await tx.query('select 1 from annotation_targets where annotation_id = $1', [id])
  const targets = targetRows(after.targets).length
  if (rows.length > targets) {
    await tx.query('delete from annotation_targets where annotation_id = $1 and ordinal >= $2', [id, targets])
  }
  await tx.query({ name: 'annotations.update', text: UPDATE, values })
}

const EVENT_TYPES: readonly AnnotationEvent['type'][] = [
  ...(['annotation.created', 'annotation.edited', 'annotation.accepted', 'annotation.rejected'] as const),
  ...(['annotation.referenceBound', 'annotation.referenceUnbound', 'annotation.deleted'] as const),
]

export const annotationProjections: Projections = Object.fromEntries(EVENT_TYPES.map((type) => [type, project]))

async function remove(tx: pg.PoolClient, id: string): Promise<void> {
  await tx.query({
    name: 'annotations.delete',
    text: `with gone as (delete from annotations where id = $1)
           delete from annotation_targets where annotation_id = $1`,
    values: [id],
  })
}

interface StateRow {
  collection_id: string
  creator_id: string
  status: AnnotationStatus
  was_suggested: boolean
  content: AnnotationContent
  created_at: Date
  modified_at: Date
}

async function loadForUpdate(tx: pg.PoolClient, id: string): Promise<LiveAnnotation | undefined> {
  const { rows } = await tx.query<StateRow>({
    name: 'annotations.state',
    text: `select collection_id, creator_id, status, was_suggested, content, created_at, modified_at
           from annotations where id = $1 for update`,
    values: [id],
  })
  const row = rows[0]
  return (
    row && {
      ...row.content,
      collectionId: row.collection_id,
      creatorId: row.creator_id,
      status: row.status,
      wasSuggested: row.was_suggested,
      createdAt: row.created_at.toISOString(),
      modifiedAt: row.modified_at.toISOString(),
    }
  )
}

function columns(id: string, version: number, state: LiveAnnotation): unknown[] {
  const { annotation, targets, terms } = state
  const reference = findReference(annotation)?.iri ?? null
  const rows = targetRows(targets)
  const distinct = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))]
  return [
    id,
    state.collectionId,
    distinct(targets.map((target) => target.resourceId)),
    state.creatorId,
    state.status,
    state.wasSuggested,
    version,
    motivationsOf(annotation),
    distinct(terms.map((term) => term.entityTypeId)),
    distinct(terms.map((term) => term.tagSchemaId)),
    reference,
    reference !== null && isResourceId(reference) ? reference : null,
    JSON.stringify({ annotation, targets, terms }),
    state.createdAt,
    state.modifiedAt,
    rows.map((row) => row.ordinal),
    rows.map((row) => row.iri),
    rows.map((row) => row.resourceId),
    rows.map((row) => row.start),
    rows.map((row) => row.end),
    rows.map((row) => row.spans),
  ]
}

/** One row for each thing meant. A passage of no length counts as the code point behind it, so that a range finds it. */
function targetRows(targets: AnnotationContent['targets']) {
  const byIri = new Map<string, { resourceId: string | null; passages: { start: number; end: number }[] }>()
  for (const { iri, resourceId, anchor } of targets) {
    const entry = byIri.get(iri) ?? { resourceId, passages: [] }
    byIri.set(iri, entry)
    if (anchor && anchor.start !== null && anchor.end !== null) {
      entry.passages.push({ start: anchor.start, end: anchor.end })
    }
  }
  return [...byIri].map(([iri, { resourceId, passages }], ordinal) => {
    const first = passages.toSorted((a, b) => a.start - b.start || a.end - b.end)[0] ?? { start: -1, end: -1 }
    const spans = passages.map(({ start, end }) => `[${start},${Math.max(end, start + 1)})`).join(',')
    return { ordinal, iri, resourceId, ...first, spans: `{${spans}}` }
  })
}
