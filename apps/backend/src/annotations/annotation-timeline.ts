import {
  type AnnotationChange,
  type AnnotationEvent,
  NotFoundError,
  type Page,
  type ParticipantRef,
  withResourceNames,
} from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import { sql } from 'drizzle-orm'
import { visibleCollections } from '../collections/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { type AnnotationState, annotationStream, evolve } from './annotation.ts'
import { findReference } from './annotation-bodies.ts'
import { referenceOf } from './annotation-presenter.ts'
import { FORMER_PARTICIPANT, getAnnotation, type QueryDeps, type Reader } from './annotation-queries.ts'
import { cursorInteger } from './cursor-parts.ts'
import { externalName, isResourceId } from './stored-annotation.ts'

type Deps = QueryDeps & Pick<Kernel, 'events'>
type Recorded = RecordedEvent<AnnotationEvent>

interface Step {
  event: Recorded
  before: AnnotationState
  after: AnnotationState
}

/** Every change, oldest first, with what the annotation was before and after. @throws NotFoundError */
export async function annotationTimeline(
  deps: Deps,
  actor: Reader,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<AnnotationChange>> {
  await getAnnotation(deps, actor, id)
  const events = await deps.events.readStream<Recorded>(annotationStream(id))
  if (events.length === 0) throw new NotFoundError('annotation', id)
  const from = cursor === undefined ? 0 : cursorInteger(decodeCursor(cursor, 1)[0])
  const steps = fold(events).filter(({ event }) => event.version > from)
  const shown = steps.slice(0, limit + 1)
  const [names, people] = await Promise.all([
    resourceNames(deps, actor, shown),
    participants(
      deps,
      shown.map(({ event }) => event.actor),
    ),
  ])
  return toPage(
    shown,
    limit,
    ({ event, before, after }) => ({
      version: event.version,
      type: event.type,
      at: event.occurredAt,
      by: people.get(event.actor) ?? FORMER_PARTICIPANT,
      reason: event.type === 'annotation.rejected' ? event.data.reason : null,
      before: presentState(deps, names, before),
      after: presentState(deps, names, after),
    }),
    ({ event }) => [event.version],
  )
}

function fold(events: readonly Recorded[]): Step[] {
  let state: AnnotationState
  return events.map((event) => {
    const before = state
    state = evolve(state, event)
    return { event, before, after: state }
  })
}

function presentState({ configuration }: Deps, names: ReadonlyMap<string, string>, state: AnnotationState) {
  if (!state) return null
  const { publicUrl } = configuration
  const iri = findReference(state.annotation)?.iri
  return {
    status: state.status,
    reference: referenceOf(publicUrl, state, (iri && names.get(iri)) ?? null),
    annotation: withResourceNames(state.annotation, (name) => externalName(publicUrl, name)),
  }
}

/** Names of what was referred to, as far as the actor may see it. */
async function resourceNames({ db }: Deps, actor: Reader, steps: readonly Step[]): Promise<Map<string, string>> {
  const states = steps.flatMap(({ before, after }) => [before, after])
  const ids = states.flatMap((state) => (state && findReference(state.annotation)?.iri) ?? []).filter(isResourceId)
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; name: string }>(sql`
    select r.id, r.name from resources r
    where r.id = any(${sql.param([...new Set(ids)])}) and r.collection_id in ${visibleCollections(actor)}`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function participants(
  { db }: Pick<Kernel, 'db'>,
  ids: readonly string[],
): Promise<Map<string, ParticipantRef>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; kind: ParticipantRef['kind']; name: string }>(sql`
    select p.id, p.kind, p.name from participants p where p.id = any(${sql.param([...new Set(ids)])})`)
  return new Map(rows.map((row) => [row.id, { id: row.id, kind: row.kind, name: row.name }]))
}
