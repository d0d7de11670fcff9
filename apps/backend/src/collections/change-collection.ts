import {
  type Collection,
  type CollectionEvent,
  type CollectionMember,
  type CollectionRole,
  ConflictError,
  type CreateCollectionBody,
  NotFoundError,
  type UpdateCollectionBody,
} from '@semiont/contract'
import { ConcurrencyError } from '@semiont/event-store'
import { sql } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type CollectionCommand, type CollectionState, collectionStream, decide, evolve } from './collection.ts'
import { assertMayCreateCollection, assertMayManage } from './collection-policy.ts'
import { getCollectionAccess, getCollectionById, getMember } from './collection-queries.ts'

export type CollectionDeps = Pick<Kernel, 'db' | 'events' | 'newId'>

export interface ChangeContext {
  correlationId: string
  /** The stream version the caller has read; undefined: whatever it is now. */
  expectedVersion?: number | undefined
}

export async function createCollection(
  deps: CollectionDeps,
  actor: Actor,
  input: CreateCollectionBody,
  { correlationId }: ChangeContext,
): Promise<Collection> {
  assertMayCreateCollection(actor)
  const id = deps.newId('col')
  const events = decide({ type: 'CreateCollection', ...input, kind: 'ordinary', owners: [actor.id] }, undefined)
  const stream = { streamId: collectionStream(id), scopeId: id, expectedVersion: 0, events }
  await deps.events.append(stream, { actor: actor.id, correlationId })
  return await getCollectionById(deps.db, actor, id)
}

/** @throws NotFoundError, ForbiddenError, ConflictError */
export async function updateCollection(
  deps: CollectionDeps,
  actor: Actor,
  id: string,
  { expectedVersion: _inContext, ...input }: UpdateCollectionBody,
  context: ChangeContext,
): Promise<Collection> {
  assertMayManage(actor, await getCollectionAccess(deps.db, actor, id))
  await change(deps, actor, id, { type: 'ChangeCollection', ...input }, context)
  return await getCollectionById(deps.db, actor, id)
}

/** @throws NotFoundError, ForbiddenError, ConflictError, SemiontError `invalid-state` */
export async function setCollectionMember(
  deps: CollectionDeps,
  actor: Actor,
  id: string,
  member: { participantId: string; role: CollectionRole },
  context: ChangeContext,
): Promise<CollectionMember> {
  assertMayManage(actor, await getCollectionAccess(deps.db, actor, id))
  await assertParticipant(deps, member.participantId)
  await change(deps, actor, id, { type: 'SetMember', ...member }, context)
  return await getMember(deps.db, id, member.participantId)
}

/** Owners remove anyone; everyone removes themselves. @throws as setCollectionMember */
export async function removeCollectionMember(
  deps: CollectionDeps,
  actor: Actor,
  id: string,
  participantId: string,
  context: ChangeContext,
): Promise<void> {
  const access = await getCollectionAccess(deps.db, actor, id)
  if (participantId !== actor.id) assertMayManage(actor, access)
  await change(deps, actor, id, { type: 'RemoveMember', participantId }, context)
}

/** Loads, decides, appends. @throws ConflictError with the current collection when the caller's version is stale */
async function change(
  deps: CollectionDeps,
  actor: Actor,
  id: string,
  command: CollectionCommand,
  { correlationId, expectedVersion }: ChangeContext,
): Promise<void> {
  const streamId = collectionStream(id)
  const { state, version } = await deps.events.load<CollectionState | undefined, CollectionEvent>(
    streamId,
    evolve,
    undefined,
  )
  if (expectedVersion !== undefined && expectedVersion !== version) throw await conflict(deps, actor, id)
  const events = decide(command, state)
  if (events.length === 0) return
  try {
    const append = { streamId, scopeId: id, expectedVersion: version, events }
    await deps.events.append(append, { actor: actor.id, correlationId })
  } catch (error) {
    throw error instanceof ConcurrencyError ? await conflict(deps, actor, id, error) : error
  }
}

export async function conflict(
  deps: Pick<CollectionDeps, 'db'>,
  actor: Actor,
  id: string,
  cause?: unknown,
): Promise<ConflictError> {
  const current = await getCollectionById(deps.db, actor, id)
  return new ConflictError(`The collection "${current.name}"`, current.version, current, { cause })
}

async function assertParticipant({ db }: Pick<CollectionDeps, 'db'>, id: string): Promise<void> {
  const { rowCount } = await db.execute(sql`select 1 from participants where id = ${id}`)
  if (rowCount === 0) throw new NotFoundError('participant', id)
}
