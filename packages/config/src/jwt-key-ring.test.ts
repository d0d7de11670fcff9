import { describe, expect, it } from 'vitest'
import { SecretError } from './errors.ts'
import {
  addJwtKey,
  assertJwtSecret,
  createJwtKey,
  type JwtKey,
  parseKeyRing,
  revokeFormerKeys,
  ringAfterRoll,
  ringForRoll,
  ringForStart,
} from './jwt-key-ring.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))
const states = (ring: readonly JwtKey[]) => ring.map((key) => [key.createdAt.slice(14, 16), key.state])

it('refuses a secret under 32 characters, saying how to make one', () => {
  expect(() => assertJwtSecret('x'.repeat(31))).toThrow(SecretError)
  expect(() => assertJwtSecret('x'.repeat(31))).toThrow(/--generate/)
  expect(() => assertJwtSecret('x'.repeat(32))).not.toThrow()
})

describe('rotation', () => {
  const first = addJwtKey([], at(1))

  it('lets the very first key sign at once', () => {
    expect(states(first)).toEqual([['01', 'active']])
  })

  it('lets a new key only verify until every service knows it, then sign while the former goes on verifying', () => {
    const added = addJwtKey(first, at(2))
    expect(states(added)).toEqual([
      ['02', 'next'],
      ['01', 'active'],
    ])
    const rolled = ringForRoll(added, at(3))
    expect(rolled).toEqual(added)
    const known = ringAfterRoll(rolled, rolled, at(4))
    expect(states(ringForRoll(known, at(5)))).toEqual([
      ['02', 'active'],
      ['01', 'retiring'],
    ])
  })

  it('lets a new key sign at once when everything starts anew', () => {
    expect(states(ringForStart(addJwtKey(first, at(2)), at(3)))).toEqual([
      ['02', 'active'],
      ['01', 'retiring'],
    ])
  })

  it('does not take a key for known that came while the services were restarting', () => {
    const started = ringForRoll(first, at(2))
    const meanwhile = addJwtKey(first, at(3))
    expect(ringAfterRoll(meanwhile, started, at(4))).toEqual(meanwhile)
  })

  it('replaces a next key by a newer one', () => {
    expect(states(addJwtKey(addJwtKey(first, at(2)), at(3)))).toEqual([
      ['03', 'next'],
      ['01', 'active'],
    ])
  })

  it('forgets a retiring key when no token of it can be valid any more, not before', () => {
    const rotated = ringForStart(addJwtKey(first, at(2)), at(3))
    expect(states(ringForStart(rotated, at(62)))).toHaveLength(2)
    expect(states(ringForStart(rotated, at(64)))).toEqual([['02', 'active']])
  })

  it('revokes what retires and nothing else', () => {
    const rotated = addJwtKey(ringForStart(addJwtKey(first, at(2)), at(3)), at(4))
    expect(states(revokeFormerKeys(rotated, at(5)))).toEqual([
      ['04', 'next'],
      ['02', 'active'],
      ['01', 'revoked'],
    ])
  })

  it('refuses a secret that is in the ring already, without repeating it', () => {
    const secret = 'q7'.repeat(20)
    const ring = addJwtKey(first, at(2), secret)
    expect(() => addJwtKey(ring, at(3), secret)).toThrow(/^(?!.*q7q7).*Choose another/s)
  })
})

/** Every running process verifies every token that any other may have signed, at each step of a rotation. */
it('never lets a service sign with what another that still runs cannot verify', () => {
  const verifies = (ring: readonly JwtKey[]) => new Set(ring.filter((k) => k.state !== 'revoked').map((k) => k.kid))
  const signs = (ring: readonly JwtKey[]) => ring.find((key) => key.state === 'active')?.kid ?? ''
  let stored = addJwtKey([], at(0))
  const running = [stored, stored, stored]
  for (let round = 1; round <= 4; round++) {
    stored = addJwtKey(stored, at(round * 100))
    for (let roll = 1; roll <= 2; roll++) {
      stored = ringForRoll(stored, at(round * 100 + roll))
      const started = stored
      for (const index of running.keys()) {
        running[index] = started
        for (const signer of running)
          for (const verifier of running) expect(verifies(verifier)).toContain(signs(signer))
      }
      stored = ringAfterRoll(stored, started, at(round * 100 + roll))
    }
    expect(stored.map((key) => key.state)).toEqual(['active', 'retiring'])
  }
})

describe('reading a ring', () => {
  it('gives back what was written', () => {
    const ring = addJwtKey(ringForStart(addJwtKey([createJwtKey(at(1))], at(2)), at(3)), at(4))
    expect(parseKeyRing(JSON.stringify(ring))).toEqual(ring)
  })

  it('refuses two active keys, two next ones and a kid used twice', () => {
    const key = createJwtKey(at(1))
    const next = () => createJwtKey(at(2), undefined, 'next')
    expect(() => parseKeyRing(JSON.stringify([key, createJwtKey(at(2))]))).toThrow(/exactly one key must be active/)
    expect(() => parseKeyRing(JSON.stringify([key, next(), next()]))).toThrow(/at most one key may be next/)
    expect(() => parseKeyRing(JSON.stringify([key, { ...key, state: 'retiring' }]))).toThrow(/only once/)
  })

  it('never repeats a key in its message', () => {
    const ring = [{ ...createJwtKey(at(1)), secret: 'short-secret' }]
    expect(() => parseKeyRing(JSON.stringify(ring))).toThrow(/^(?!.*short-secret)/s)
  })
})
