import type { Annotation, LiveEvent, ParticipantRef, Role } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import { sql } from 'drizzle-orm'
import { type AnnotationQueryDeps, annotationIdOf, findAnnotations, participants } from '../annotations/index.ts'
import { visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'

export type AudienceDeps = AnnotationQueryDeps & Pick<Kernel, 'events'>

export interface LiveFilter {
  resourceId?: string | undefined
  collectionId?: string | undefined
}

/** What one reader may see of the log, asked anew whenever rights change. */
export class Audience {
  readonly #deps: AudienceDeps
  readonly #filter: LiveFilter
  #actor: Pick<Actor, 'id' | 'role'>
  #visible = new Set<string>()
  #isGone = false
  /** Collection of each resource met, so that its deletion can be told to those who could see it. */
  readonly #collections = new Map<string, string>()

  constructor(deps: AudienceDeps, actor: Pick<Actor, 'id' | 'role'>, filter: LiveFilter) {
    this.#deps = deps
    this.#actor = { id: actor.id, role: actor.role }
    this.#filter = filter
  }

  async open(): Promise<void> {
    await this.#readRights()
    if (this.#filter.resourceId !== undefined) await this.#readCollections([this.#filter.resourceId])
  }

  /** Whether the resource or collection that the stream is about is still there to be seen. */
  get hasAccess(): boolean {
    const { resourceId, collectionId } = this.#filter
    if (this.#isGone) return false
    if (resourceId !== undefined && !this.#maySee(this.#collections.get(resourceId))) return false
    return collectionId === undefined || this.#visible.has(collectionId)
  }

  /** Those of the events that this reader may see and asked for, in their order. */
  async present(events: readonly RecordedEvent[]): Promise<LiveEvent[]> {
    for (const event of events) this.#noticeRole(event)
    this.#isGone ||= events.some(
      (event) => event.type === 'resource.deleted' && event.scopeId === this.#filter.resourceId,
    )
    if (events.some(changesRights)) await this.#readRights()
    const shown = events.filter((event) => KINDS.test(event.type))
    if (shown.length === 0) return []
    await this.#readCollections(shown.map((event) => event.scopeId).filter(isResource))
    const [annotations, people] = await Promise.all([
      this.#annotations(shown),
      participants(
        this.#deps,
        shown.map((event) => event.actor),
      ),
    ])
    return shown.flatMap((event) => this.#presentOne(event, annotations, people) ?? [])
  }

  #presentOne(
    event: RecordedEvent,
    annotations: ReadonlyMap<string, Annotation | 'deleted'>,
    people: ReadonlyMap<string, ParticipantRef>,
  ): LiveEvent | undefined {
    const annotationId = event.type.startsWith('annotation.') ? annotationIdOf(event.streamId) : null
    const found = annotationId === null ? undefined : annotations.get(annotationId)
    if (annotationId !== null && found === undefined) return undefined
    const annotation = typeof found === 'object' ? found : null
    const resourceId = annotation?.resourceId ?? (isResource(event.scopeId) ? event.scopeId : null)
    const collectionId = annotation?.collectionId ?? this.#collectionOf(event)
    if (!annotation && !isVocabulary(event) && !this.#maySee(collectionId)) return undefined
    if (!this.#isWanted(event, annotation, collectionId)) return undefined
    return {
      position: event.cursor,
      type: event.type,
      streamId: event.streamId,
      version: event.version,
      resourceId,
      collectionId: collectionId ?? null,
      annotationId,
      annotation,
      by: people.get(event.actor) ?? null,
      at: event.occurredAt,
    }
  }

  #isWanted(event: RecordedEvent, annotation: Annotation | null, collectionId: string | undefined): boolean {
    const wanted = this.#filter
    if (isVocabulary(event)) return true
    if (wanted.collectionId !== undefined && collectionId !== wanted.collectionId) return false
    if (wanted.resourceId === undefined || event.scopeId === wanted.resourceId) return true
    if (!annotation) return false
    const targets = annotation.targets.map((target) => target.resourceId)
    return targets.includes(wanted.resourceId) || annotation.reference?.resourceId === wanted.resourceId
  }

  #maySee(collectionId: string | undefined): boolean {
    return collectionId !== undefined && this.#visible.has(collectionId)
  }

  #collectionOf({ scopeId }: RecordedEvent): string | undefined {
    if (isResource(scopeId)) return this.#collections.get(scopeId)
    return scopeId.startsWith('col_') ? scopeId : undefined
  }

  /** Rights follow the role that the reader has now. */
  #noticeRole(event: RecordedEvent): void {
    if (event.type !== 'participant.roleChanged' || event.streamId !== `participant-${this.#actor.id}`) return
    const { after } = event.data as { after: Role }
    this.#actor = { ...this.#actor, role: after }
  }

  async #readRights(): Promise<void> {
    const { rows } = await this.#deps.db.execute<{ id: string }>(
      sql`select c.id from collections c where c.id in ${visibleCollections(this.#actor)}`,
    )
    this.#visible = new Set(rows.map((row) => row.id))
  }

  async #readCollections(resourceIds: readonly string[]): Promise<void> {
    const wanted = [...new Set(resourceIds)]
    if (wanted.length === 0) return
    const { rows } = await this.#deps.db.execute<{ id: string; collection_id: string }>(
      sql`select r.id, r.collection_id from resources r where r.id = any(${sql.param(wanted)})`,
    )
    for (const row of rows) this.#collections.set(row.id, row.collection_id)
    for (const id of wanted) if (!this.#collections.has(id)) await this.#recallCollection(id)
  }

  /** The resource is gone; the log still knows where it was. */
  async #recallCollection(id: string): Promise<void> {
    const events = await this.#deps.events.readStream(`resource-${id}`)
    const collectionIds = events.flatMap((event) => {
      const { data } = event
      const where = typeof data === 'object' && data !== null && 'collectionId' in data ? data.collectionId : undefined
      return typeof where === 'string' ? [where] : []
    })
    const last = collectionIds.at(-1)
    if (last !== undefined) this.#collections.set(id, last)
  }

  async #annotations(events: readonly RecordedEvent[]): Promise<Map<string, Annotation | 'deleted'>> {
    const ids = events
      .filter((event) => event.type.startsWith('annotation.'))
      .map((event) => annotationIdOf(event.streamId))
    const wanted = [...new Set(ids)]
    if (wanted.length === 0) return new Map()
    const found = new Map<string, Annotation | 'deleted'>()
    for (const annotation of await findAnnotations(this.#deps, this.#actor, wanted))
      found.set(annotation.id, annotation)
    const missing = wanted.filter((id) => !found.has(id))
    for (const id of await this.#deleted(missing)) found.set(id, 'deleted')
    return found
  }

  /** Those that are gone, in contrast to those that this reader may not see. */
  async #deleted(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return []
    const { rows } = await this.#deps.db.execute<{ id: string }>(
      sql`select a.id from annotations a where a.id = any(${sql.param([...ids])})`,
    )
    const hidden = new Set(rows.map((row) => row.id))
    return ids.filter((id) => !hidden.has(id))
  }
}

const KINDS = /^(?:annotation|resource|collection|entityType|tagSchema)\./
const RIGHTS = /^(?:collection\.|participant\.roleChanged$)/
const isResource = (scopeId: string): boolean => scopeId.startsWith('res_')
const isVocabulary = (event: RecordedEvent): boolean => /^(?:entityType|tagSchema)\./.test(event.type)
const changesRights = (event: RecordedEvent): boolean => RIGHTS.test(event.type)
