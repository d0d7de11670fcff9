import type { Page, ParticipantRef, ResourceEvent, TimelineEntry } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import { sql } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import { loadVocabulary, presentEntityTypes, type VocabularyState } from '../vocabulary/index.ts'
import type { AnnotationsOfResources, Changes } from './annotations-of-resources.ts'
import { currentVersion, evolve, type ResourceState } from './resource.ts'

export interface TimelineDeps extends Pick<Kernel, 'db' | 'pool' | 'events'> {
  annotations: AnnotationsOfResources
}

/** One page of what happened to a resource and to the annotations on it. Does not ask who asks. */
export async function findTimeline(
  deps: TimelineDeps,
  resourceId: string,
  { limit, cursor, order }: { limit: number; cursor?: string | undefined; order: 'asc' | 'desc' },
): Promise<Page<TimelineEntry>> {
  const events = await deps.events.readScope(resourceId, {
    limit: limit + 1,
    direction: order === 'asc' ? 'forward' : 'backward',
    ...(cursor === undefined ? {} : { after: cursor }),
  })
  const shown = events.slice(0, limit)
  const [changes, actors] = await Promise.all([describe(deps, shown), findActors(deps, shown)])
  return {
    items: shown.map((event) => toEntry(event, changes, actors)),
    nextCursor: events.length > limit ? (shown.at(-1)?.cursor ?? null) : null,
  }
}

function toEntry(
  event: RecordedEvent,
  changes: ReadonlyMap<string, Changes>,
  actors: ReadonlyMap<string, ParticipantRef>,
): TimelineEntry {
  const dash = event.streamId.indexOf('-')
  return {
    id: event.cursor,
    type: event.type,
    subject: {
      kind: event.streamId.startsWith('annotation-') ? 'annotation' : 'resource',
      id: event.streamId.slice(dash + 1),
    },
    version: event.version,
    actor: actors.get(event.actor) ?? { id: event.actor, kind: 'agent', name: event.actor },
    at: event.occurredAt,
    changes: changes.get(event.hash) ?? [],
  }
}

/** What each event has changed, by the hash of the event. Streams are small, so each is folded from its beginning. */
async function describe(deps: TimelineDeps, shown: readonly RecordedEvent[]): Promise<ReadonlyMap<string, Changes>> {
  const upTo = new Map<string, number>()
  for (const { streamId, version } of shown) upTo.set(streamId, Math.max(version, upTo.get(streamId) ?? 0))
  const vocabulary = await loadVocabulary(deps.pool)
  const described = new Map<string, Changes>()
  for (const [streamId, atVersion] of upTo) {
    const events = await deps.events.readStream(streamId, { atVersion })
    const changes = streamId.startsWith('annotation-')
      ? await deps.annotations.describe(events)
      : describeResource(events, vocabulary)
    for (const [index, event] of events.entries()) described.set(event.hash, changes[index] ?? [])
  }
  return described
}

function describeResource(events: readonly RecordedEvent[], vocabulary: VocabularyState): Changes[] {
  let state: ResourceState | undefined
  return events.map((event) => {
    const before = present(state, vocabulary)
    // A resource stream holds resource events only.
    state = evolve(state, event as RecordedEvent<ResourceEvent>)
    return difference(before, present(state, vocabulary))
  })
}

function present(state: ResourceState | undefined, vocabulary: VocabularyState): Record<string, unknown> {
  if (!state) return {}
  const { number, mediaType, size, sha256, encoding } = currentVersion(state)
  return {
    name: state.name,
    description: state.description,
    language: state.language,
    entityTypes: presentEntityTypes(vocabulary, state.entityTypes).map((type) => type.name),
    archived: state.archived,
    collectionId: state.collectionId,
    version: { number, mediaType, size, sha256, encoding },
  }
}

/** The fields that differ. A description that was never there is not worth a line. */
function difference(before: Record<string, unknown>, after: Record<string, unknown>): Changes {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

async function findActors(
  { db }: Pick<Kernel, 'db'>,
  events: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, ParticipantRef>> {
  const ids = [...new Set(events.map((event) => event.actor))]
  const { rows } = await db.execute<{ id: string; kind: ParticipantRef['kind']; name: string }>(
    sql`select id, kind, name from participants where id = any(${sql.param(ids)}::text[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
