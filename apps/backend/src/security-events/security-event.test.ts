import { expect, it } from 'vitest'
import { AggregationWindow, type SecurityEventInput } from './security-event.ts'

const noon = new Date('2026-11-01T12:00:10Z')
const event = (
  ip: string,
  path: string,
  type: SecurityEventInput['type'] = 'access.unauthenticated',
): SecurityEventInput => ({
  type,
  reason: 'missing',
  origin: { id: 'r', ip, method: 'GET', path },
})

it('counts alike events of a minute together, different ones and later ones apart', () => {
  const window = new AggregationWindow()
  const key = (given: SecurityEventInput, at = noon) => window.place(given, at).key
  const first = key(event('1.1.1.1', '/api/me'))
  expect(key(event('1.1.1.1', '/api/me'), new Date('2026-11-01T12:00:59Z'))).toBe(first)
  expect(key(event('1.1.1.2', '/api/me'))).not.toBe(first)
  expect(key(event('1.1.1.1', '/api/other'))).not.toBe(first)
  expect(key(event('1.1.1.1', '/api/me', 'auth.failed'))).not.toBe(first)
  expect(key(event('1.1.1.1', '/api/me'), new Date('2026-11-01T12:01:00Z'))).not.toBe(first)
})

it('keeps an address that tries ever new paths to few rows, and others out of them', () => {
  const window = new AggregationWindow()
  const placed = Array.from({ length: 1_000 }, (_, index) => window.place(event('1.1.1.1', `/api/${index}`), noon))
  expect(new Set(placed.map(({ key }) => key)).size).toBe(21)
  expect(placed.at(-1)?.event).toMatchObject({ reason: 'many-requests', origin: { ip: '1.1.1.1', path: '*' } })
  expect(window.place(event('1.1.1.2', '/api/me'), noon).event.origin?.path).toBe('/api/me')
})

it('keeps an attack from ever new addresses to few rows', () => {
  const window = new AggregationWindow()
  const placed = Array.from({ length: 10_000 }, (_, index) =>
    window.place(event(`10.0.${index >> 8}.${index & 255}`, '/api/me'), noon),
  )
  expect(new Set(placed.map(({ key }) => key)).size).toBe(501)
  expect(placed.at(-1)?.event).toEqual({ type: 'access.unauthenticated', reason: 'many-addresses' })
})
