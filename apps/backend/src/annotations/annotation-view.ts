import { type AnnotationEvent, type AnnotationStatus, motivationsOf } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projection, Projections } from '../kernel/feature.ts'
import { type AnnotationContent, annotationIdOf, evolve, type LiveAnnotation } from './annotation.ts'
import { findReference } from './annotation-bodies.ts'
import { isResourceId } from './stored-annotation.ts'

type Recorded = RecordedEvent<AnnotationEvent>

const COLUMNS = `id, collection_id, resource_ids, creator_id, status, was_suggested, version, motivations,
  entity_type_ids, tag_schema_ids, reference_iri, reference_resource_id, content, created_at, modified_at`

/** Rows come as JSON: arrays of arrays cannot be unnested. */
const INSERT = `
  with given as materialized (
    select * from json_to_recordset($1) as row (id text, collection_id text, resource_ids text[], creator_id text,
      status text, was_suggested boolean, version integer, motivations text[], entity_type_ids text[],
      tag_schema_ids text[], reference_iri text, reference_resource_id text, content jsonb, created_at timestamptz,
      modified_at timestamptz, targets json)
  ), new as (
    insert into annotations (${COLUMNS}) select ${COLUMNS} from given
  )
  insert into annotation_targets (annotation_id, ordinal, iri, resource_id, start_position, end_position, spans)
  select given.id, t.* from given cross join lateral json_to_recordset(given.targets) as t (ordinal integer, iri text,
    resource_id text, start_position integer, end_position integer, spans int4multirange)`

const insert = async (tx: pg.PoolClient, rows: readonly Row[]): Promise<void> => {
  await tx.query({ name: 'annotations.insert', text: INSERT, values: [JSON.stringify(rows)] })
}

const remove = async (tx: pg.PoolClient, ids: readonly string[]): Promise<void> => {
  await tx.query({
    name: 'annotations.delete',
    text: `with gone as (delete from annotations where id = any($1))
           delete from annotation_targets where annotation_id = any($1)`,
    values: [ids],
  })
}

// Annotation streams are written by this feature alone, so their events have the shape of the contract.
const createdRows = (events: readonly RecordedEvent[]): Row[] =>
  events.flatMap((event) => {
    const state = evolve(undefined, event as Recorded)
    return state ? [toRow(annotationIdOf(event.streamId), event.version, state)] : []
  })

const created: Projection = (tx, event) => insert(tx, createdRows([event]))
created.together = (tx, events) => insert(tx, createdRows(events))

const deleted: Projection = (tx, event) => remove(tx, [annotationIdOf(event.streamId)])
deleted.together = (tx, events) =>
  remove(
    tx,
    events.map((event) => annotationIdOf(event.streamId)),
  )

const changed: Projection = async (tx, event) => {
  const id = annotationIdOf(event.streamId)
  const after = evolve(await loadForUpdate(tx, id), event as Recorded)
  if (!after) return
  await remove(tx, [id])
  await insert(tx, [toRow(id, event.version, after)])
}

export const annotationProjections: Projections = {
  'annotation.created': created,
  'annotation.edited': changed,
  'annotation.accepted': changed,
  'annotation.rejected': changed,
  'annotation.referenceBound': changed,
  'annotation.referenceUnbound': changed,
  'annotation.deleted': deleted,
} satisfies Record<AnnotationEvent['type'], Projection>

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

type Row = ReturnType<typeof toRow>

function toRow(id: string, version: number, state: LiveAnnotation) {
  const { annotation, targets, terms } = state
  const reference = findReference(annotation)?.iri ?? null
  const distinct = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))]
  return {
    id,
    collection_id: state.collectionId,
    resource_ids: distinct(targets.map((target) => target.resourceId)),
    creator_id: state.creatorId,
    status: state.status,
    was_suggested: state.wasSuggested,
    version,
    motivations: motivationsOf(annotation),
    entity_type_ids: distinct(terms.map((term) => term.entityTypeId)),
    tag_schema_ids: distinct(terms.map((term) => term.tagSchemaId)),
    reference_iri: reference,
    reference_resource_id: reference !== null && isResourceId(reference) ? reference : null,
    content: { annotation, targets, terms },
    created_at: state.createdAt,
    modified_at: state.modifiedAt,
    targets: targetRows(targets),
  }
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
    return {
      ordinal,
      iri,
      resource_id: resourceId,
      start_position: first.start,
      end_position: first.end,
      spans: `{${spans}}`,
    }
  })
}
