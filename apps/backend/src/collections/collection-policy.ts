import { type CollectionPermissions, type CollectionRole, type Everyone, ForbiddenError } from '@semiont/contract'
import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'

/** What decides about an actor in a collection the actor can see. */
export interface CollectionAccess {
  id: string
  name: string
  everyone: Everyone
  /** The actor's own membership. */
  role: CollectionRole | null
}

/**
 * The ids of the collections whose content the actor may read, as a parenthesized subquery:
 * `where resources.collection_id in ${visibleCollections(actor)}`. Every query of every door has it.
 */
export function visibleCollections(actor: Pick<Actor, 'id' | 'role'>): SQL {
  if (actor.role === 'administrator') return sql`(select c.id from collections c)`
  return sql`(
    select c.id from collections c where c.everyone is not null
    union all
    select m.collection_id from collection_members m where m.participant_id = ${actor.id})`
}

/** The ids of the collections whose content the actor may change, as a subquery. */
export function editableCollections(actor: Pick<Actor, 'id' | 'role'>): SQL {
  if (actor.role === 'administrator') return sql`(select c.id from collections c)`
  if (actor.role === 'reader') return sql`(select c.id from collections c where false)`
  return sql`(
    select c.id from collections c where c.everyone = 'editor'
    union all
    select m.collection_id from collection_members m
    where m.participant_id = ${actor.id} and m.role in ('owner', 'editor'))`
}

export function mayEdit(actor: Pick<Actor, 'role'>, access: Pick<CollectionAccess, 'everyone' | 'role'>): boolean {
  if (actor.role === 'administrator') return true
  if (actor.role === 'reader') return false
  return access.role === 'owner' || access.role === 'editor' || access.everyone === 'editor'
}

export function mayManage(actor: Pick<Actor, 'role'>, access: Pick<CollectionAccess, 'role'>): boolean {
  return actor.role === 'administrator' || (actor.role !== 'reader' && access.role === 'owner')
}

/** Moderators put annotations in order wherever they can read. */
export function mayCurateAnnotations(
  actor: Pick<Actor, 'role'>,
  access: Pick<CollectionAccess, 'everyone' | 'role'>,
): boolean {
  return actor.role === 'moderator' || mayEdit(actor, access)
}

/** What the actor may do with this sign-in: an access token may cover less than its owner. */
export function permissionsOf(
  actor: Pick<Actor, 'role' | 'scopes'>,
  access: Pick<CollectionAccess, 'everyone' | 'role'>,
): CollectionPermissions {
  const writes = actor.scopes === null || actor.scopes.some((scope) => scope === 'write' || scope === 'admin')
  return { edit: writes && mayEdit(actor, access), manage: writes && mayManage(actor, access) }
}

/** @throws ForbiddenError */
export function assertMayEdit(actor: Pick<Actor, 'role'>, access: CollectionAccess): void {
  if (mayEdit(actor, access)) return
  throw new ForbiddenError(
    `You may read the collection "${access.name}", but not change what is in it.`,
    whoCanHelp(actor),
  )
}

/** @throws ForbiddenError */
export function assertMayManage(actor: Pick<Actor, 'role'>, access: CollectionAccess): void {
  if (mayManage(actor, access)) return
  throw new ForbiddenError(`Only an owner may change the collection "${access.name}" itself.`, whoCanHelp(actor))
}

/** @throws ForbiddenError */
export function assertMayCurateAnnotations(actor: Pick<Actor, 'role'>, access: CollectionAccess): void {
  if (mayCurateAnnotations(actor, access)) return
  throw new ForbiddenError(
    `You may read the collection "${access.name}", but not change annotations of others in it.`,
    whoCanHelp(actor),
  )
}

/** @throws ForbiddenError */
export function assertMayCreateCollection(actor: Pick<Actor, 'role'>): void {
  if (actor.role !== 'reader') return
  throw new ForbiddenError('Your account may read, but not write.', whoCanHelp(actor))
}

function whoCanHelp(actor: Pick<Actor, 'role'>): { action: string } {
  return {
    action:
      actor.role === 'reader'
        ? 'Ask an administrator to make you a member of the site.'
        : 'Ask an owner of the collection or an administrator for the right.',
  }
}
