import { expect, it } from 'vitest'
import { isPublicEndpoint, PUBLIC_ENDPOINTS } from './public-endpoints.ts'

it('admits exactly what is listed', () => {
  for (const entry of PUBLIC_ENDPOINTS) {
    const [method = '', path = ''] = entry.split(' ')
    expect(isPublicEndpoint(method, path)).toBe(true)
  }
})

it.each([
  ['HEAD', '/api/health'],
  ['OPTIONS', '/api/health'],
  ['POST', '/api/health'],
  ['get', '/api/health'],
  ['GET', '/api/health/'],
  ['GET', '/api/health/x'],
  ['GET', '/api/healthy'],
  ['GET', '/API/health'],
  ['GET', '/api/Health'],
  ['GET', '//api/health'],
  ['GET', '/api//health'],
  ['GET', '/api/auth/../health'],
  ['GET', '/api/auth/password'],
  ['POST', '/api/auth/sign-out'],
  ['GET', '/api/health;x=1'],
  ['GET', ''],
])('does not admit %s %s', (method, path) => {
  expect(isPublicEndpoint(method, path)).toBe(false)
})
