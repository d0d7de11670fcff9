import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSealedReply, newSealKeys, openReply, sealReply } from './sealed-reply.ts'

it('gives any text back to the one it is sealed for, from lines in any order, twice, among others', () => {
  const keys = newSealKeys()
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const lines = sealReply(text, keys.publicKey)
      expect(openReply(['{"level":"INFO"}', ...lines.toReversed(), 'x', ...lines], keys)).toBe(text)
    }),
    { numRuns: 30 },
  )
})

it('cuts a long text into lines that every log keeps whole, and waits for the last of them', () => {
  const keys = newSealKeys()
  const text = Array.from({ length: 20_000 }, () => Math.random().toString(36)).join(' ')
  const lines = sealReply(text, keys.publicKey)
  expect(lines.length).toBeGreaterThan(10)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(16_000)
  expect(lines.every(isSealedReply)).toBe(true)
  expect(openReply(lines.slice(1), keys)).toBeUndefined()
  expect(openReply(lines, keys)).toBe(text)
})

it('is closed to everyone else, and to who changes it', () => {
  const keys = newSealKeys()
  const [line = ''] = sealReply('{"token":"secret"}', keys.publicKey)
  expect(line).not.toContain('token')
  expect(() => openReply([line], newSealKeys())).toThrow(/authenticate/)
  const other = line.replace(/.{3}("\}\})$/, (end, rest: string) => `${end.startsWith('AAA') ? 'BBB' : 'AAA'}${rest}`)
  expect(() => openReply([other], keys)).toThrow(/authenticate/)
})

it('has nothing to open where nobody answered', () => {
  expect(openReply([], newSealKeys())).toBeUndefined()
  expect(openReply(['plain', '{"sealedReply":{}}'], newSealKeys())).toBeUndefined()
})

it('does not seal for what is no key', () => {
  expect(() => sealReply('x', 'no key')).toThrow(/key|JWK/i)
})
