import { ForbiddenError, type Participant, ROLES, type Role } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'

const rank = (role: Role) => ROLES.length - ROLES.indexOf(role)

export function isAtLeast(role: Role, wanted: Role): boolean {
  return rank(role) >= rank(wanted)
}

/** The lesser of two roles: an agent never has more rights than the person who answers for it. */
export function lesserRole(left: Role, right: Role): Role {
  return isAtLeast(left, right) ? right : left
}

export function maySeeEmail(actor: Actor, participantId: string): boolean {
  return actor.id === participantId || isAtLeast(actor.role, 'moderator')
}

export function assertAdministrator(actor: Actor, what: string): void {
  if (actor.role === 'administrator') return
  throw new ForbiddenError(`${what} is for administrators.`, { action: 'Ask an administrator.' })
}

/** Administrators may change everything; the owner of an agent its name, description and status. */
export function assertMayChange(
  actor: Actor,
  participant: Participant,
  change: { role?: unknown; email?: unknown; agent?: { ownerId?: unknown } | undefined },
): void {
  if (actor.role === 'administrator') return
  const owns = participant.agent?.ownerId === actor.id
  const reserved = change.role !== undefined || change.email !== undefined || change.agent?.ownerId !== undefined
  if (owns && !reserved) return
  throw new ForbiddenError(
    owns ? 'Role, owner and e-mail address are set by administrators.' : `You may not change ${participant.name}.`,
    { action: 'Ask an administrator.' },
  )
}

export function assertMayRegisterAgent(actor: Actor, role: Role): void {
  if (actor.kind === 'agent')
    throw new ForbiddenError('An agent cannot register agents.', { action: 'Let a person do it.' })
  if (!isAtLeast(actor.role, 'member')) throw new ForbiddenError('Readers cannot register agents.')
  if (!isAtLeast(actor.role, role)) {
    throw new ForbiddenError(`An agent of yours can be ${actor.role} at most.`, { action: 'Choose a lesser role.' })
  }
}
