import { describe, expect, it } from 'vitest'
import { SecretError } from './errors.ts'
import { assertJwtSecret, createJwtKey, parseKeyRing, rotateKeyRing } from './jwt-key-ring.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

it('refuses a secret under 32 characters, saying how to make one', () => {
  expect(() => assertJwtSecret('x'.repeat(31))).toThrow(SecretError)
  expect(() => assertJwtSecret('x'.repeat(31))).toThrow(/randomBytes/)
  expect(() => assertJwtSecret('x'.repeat(32))).not.toThrow()
})

describe('rotation', () => {
  it('lets the new key sign and the former ones only verify', () => {
    const first = createJwtKey(day(1))
    const second = createJwtKey(day(2))
    const ring = rotateKeyRing([first], second)
    expect(ring.map((key) => [key.kid, key.state])).toEqual([
      [second.kid, 'active'],
      [first.kid, 'retiring'],
    ])
  })

  it('drops the oldest of many', () => {
    const keys = [1, 2, 3, 4].map((number) => createJwtKey(day(number)))
    const ring = keys.reduce<ReturnType<typeof rotateKeyRing>>((before, key) => rotateKeyRing(before, key), [])
    expect(ring.map((key) => key.createdAt.slice(8, 10))).toEqual(['04', '03', '02'])
  })
})

describe('reading a ring', () => {
  it('gives back what was written', () => {
    const ring = rotateKeyRing([createJwtKey(day(1))], createJwtKey(day(2)))
    expect(parseKeyRing(JSON.stringify(ring))).toEqual(ring)
  })

  it('refuses two active keys and a kid used twice', () => {
    const key = createJwtKey(day(1))
    expect(() => parseKeyRing(JSON.stringify([key, createJwtKey(day(2))]))).toThrow(/exactly one key must be active/)
    expect(() => parseKeyRing(JSON.stringify([key, { ...key, state: 'retiring' }]))).toThrow(/only once/)
  })

  it('never repeats a key in its message', () => {
    const ring = [{ ...createJwtKey(day(1)), secret: 'short-secret' }]
    expect(() => parseKeyRing(JSON.stringify(ring))).toThrow(/^(?!.*short-secret)/s)
  })
})
