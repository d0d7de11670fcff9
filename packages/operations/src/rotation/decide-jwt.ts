import type { JwtKey } from '@semiont/config'
import { type Rotation, stepOf } from './rotation-state.ts'
import type { Decision } from './run-rotation.ts'

/**
 * `begun` → a key is put into the ring as next → `added` → every service is replaced, and once more when all of them verify the
 * new key → `signing` → all of them are well → `done`. The former key verifies until what it has signed has expired, and is
 * dropped by the first restart after that.
 */
export interface JwtFacts {
  readonly ring: readonly Pick<JwtKey, 'kid' | 'state'>[]
  /** Whether anything runs that would have to learn of it. */
  readonly running: boolean
  readonly healthy: boolean
  /** Whether this run has replaced the services: one that was ended in the middle of it proves nothing. */
  readonly rolled: boolean
  readonly waitedLongEnough: boolean
}

export type JwtAct = 'add' | 'roll' | 'wait'
export type JwtFailure = 'superseded' | 'not-known' | 'unhealthy'

/** What comes next. Pure. */
export function decideJwt(rotation: Rotation, facts: JwtFacts): Decision<JwtAct, JwtFailure> {
  const { ring } = facts
  switch (stepOf(rotation)) {
    case 'begun': {
      const active = ring.find(({ state }) => state === 'active')
      // One that waits already is as new as one that would be made now: nothing was signed with it.
      const added = ring.find(({ state }) => state === 'next') ?? (active?.kid === rotation.before ? undefined : active)
      return added === undefined ? { act: 'add' } : { note: { step: 'added', kid: added.kid } }
    }
    case 'added': {
      const key = ring.find(({ kid }) => kid === rotation.kid)
      if (key?.state !== 'next' && key?.state !== 'active') return { fail: 'superseded', back: { step: 'failed' } }
      if (!facts.running) return { note: { step: 'done' } }
      if (!facts.rolled) return { act: 'roll' }
      return key.state === 'active' ? { note: { step: 'signing' } } : { fail: 'not-known' }
    }
    default:
      if (facts.healthy || !facts.running) return { note: { step: 'done' } }
      return facts.waitedLongEnough ? { fail: 'unhealthy' } : { act: 'wait' }
  }
}
