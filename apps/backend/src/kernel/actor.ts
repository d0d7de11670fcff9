import type { ParticipantRef, Role, Scope } from '@semiont/contract'

/** Whoever acts: a signed-in person, a program with that person's token, or an agent with its own. */
export interface Actor extends ParticipantRef {
  role: Role
  /** null: a full session. A list: a personal access token that may do only this. */
  scopes: readonly Scope[] | null
  sessionId?: string
}

/** The actor of what the system does by itself, such as seeding the vocabulary. */
export const SYSTEM_ACTOR_ID = 'system'
