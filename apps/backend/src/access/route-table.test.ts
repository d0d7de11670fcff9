import { request as httpRequest } from 'node:http'
import { endpoints } from '@semiont/contract'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLIC_ENDPOINTS } from './public-endpoints.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(async () => await api.close())

/** What the running server answers on, from its own router. */
function liveRoutes(): { method: string; path: string }[] {
  return api.application.app.routes.filter(({ method }) => method !== 'ALL')
}

const filled = (path: string) => path.replaceAll(/:(\w+)|\{(\w+)\}/g, 'res_01h455vb4pex5vsknk084sn02q')

/** Sends the path as it is, which fetch would tidy up. */
async function send(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url)
    const sent = httpRequest({ hostname, port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('the live route table', () => {
  it('has routes, all under /api/ and all in the contract', () => {
    const promised = new Set(endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`))
    expect(liveRoutes().length).toBeGreaterThanOrEqual(30)
    for (const { method, path } of liveRoutes()) expect(promised).toContain(`${method} ${path}`)
  })

  it('answers 401 without a token everywhere but at the public endpoints', async () => {
    for (const { method, path } of liveRoutes()) {
      if (PUBLIC_ENDPOINTS.some((entry) => entry === `${method} ${path}`)) continue
      const response = await fetch(api.url + filled(path), { method, redirect: 'manual' })
      const problem = await response.json()
      expect([method, path, response.status, problem.code, problem.reason]).toEqual([
        method,
        path,
        401,
        'unauthenticated',
        'missing',
      ])
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
  })

  it('answers 401 for paths and methods that do not exist, too', async () => {
    for (const path of ['/api', '/api/', '/api/nothing', '/api/auth', '/api/auth/oidc']) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
        expect([path, await send(method, path)]).toEqual([path, 401])
    }
  })

  it('has as public endpoints exactly those that the contract calls public', () => {
    const open = endpoints.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`)
    expect([...PUBLIC_ENDPOINTS].toSorted()).toEqual(open.toSorted())
  })

  it('lets the public endpoints pass', async () => {
    for (const entry of PUBLIC_ENDPOINTS) {
      const [method = '', path = ''] = entry.split(' ')
      if (entry !== 'POST /api/auth/refresh') expect([entry, await send(method, path)]).not.toEqual([entry, 401])
    }
  })
})

describe('no trick with the path reaches a handler without a token', () => {
  const tricks = (path: string) => [
    `${path}/`,
    `${path}//`,
    `/${path}`,
    path.replace('/api/', '/api//'),
    path.replace('/api/', '/api/./'),
    path.replace('/api/', '/api/health/../'),
    path.replace('/api/', '/api/health/%2e%2e/'),
    path.replace('/api/', '/api/health%2f..%2f'),
    path.replace('/api/', '/api%2f'),
    path.replace('/api/', '/%61pi/'),
    path.replace('/api/', '/API/'),
    path.replace('/api/', '/api\\'),
    path.replace('/api/', '/api/%2f'),
    path.replace('/api/', '/;/api/'),
    path.toUpperCase(),
    `${path}%00`,
    `${path}%20`,
    `${path};a=b`,
    `${path}%3f`,
    `${path}?x=/api/health`,
    `${path}#/api/health`,
    `/api/health/../..${path}`,
    `http://127.0.0.1${path}`,
  ]

  it.each(['/api/me', '/api/participants', '/api/security-events'])('%s', async (path) => {
    for (const trick of tricks(path)) {
      for (const method of ['GET', 'HEAD', 'POST']) {
        const status = await send(method, trick)
        expect([method, trick, status], `${method} ${trick}`).toEqual([
          method,
          trick,
          expect.toSatisfy((code) => [400, 401, 404].includes(code)),
        ])
      }
    }
  })

  it('nor does a header that names another method or path', async () => {
    const overrides = {
      'x-http-method-override': 'GET',
      'x-original-url': '/api/health',
      'x-rewrite-url': '/api/health',
      'x-forwarded-prefix': '/api/health',
    }
    expect(await send('GET', '/api/me', overrides)).toBe(401)
    expect(await send('POST', '/api/participants', overrides)).toBe(401)
  })

  it('and a public path is public only as it is written, with its method', async () => {
    for (const path of ['/api/health/', '/api/health/x', '/api/healthy', '/api/health;x', '/api//health']) {
      expect([path, await send('GET', path)]).toEqual([path, 401])
    }
    expect(await send('HEAD', '/api/health')).toBe(401)
    expect(await send('OPTIONS', '/api/health')).toBe(401)
    expect(await send('POST', '/api/health')).toBe(401)
    expect(await send('GET', '/api/auth/password')).toBe(401)
  })
})

it('answers a token it cannot read with 401 and the reason', async () => {
  for (const [authorization, reason] of [
    ['Bearer x', 'malformed'],
    ['Bearer', 'malformed'],
    ['Basic dXNlcjpwYXNz', 'malformed'],
    [`Bearer ${'A'.repeat(4000)}`, 'malformed'],
    ['Bearer semiont_pat_unknown', 'signature'],
  ] as const) {
    const response = await fetch(`${api.url}/api/me`, { headers: { authorization } })
    expect([authorization.slice(0, 30), response.status, (await response.json()).reason]).toEqual([
      authorization.slice(0, 30),
      401,
      reason,
    ])
  }
})
