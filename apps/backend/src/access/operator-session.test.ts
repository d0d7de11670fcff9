import { createOperatorSession } from '@semiont/backend'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

let api: TestApi
let minutes = 0

beforeAll(async () => {
  api = await startTestApi({ worker: false, now: () => new Date(Date.now() + minutes * 60_000) })
})
afterAll(async () => await api.close())
afterEach(() => {
  minutes = 0
})

const open = async () => await createOperatorSession(api.application.kernel)
const statusOf = async (token: string) => (await api.anonymous.as(token).request('GET', '/api/me')).status

it('gives the operator the rights of the first administrator in a full session', async () => {
  const { token } = await open()
  const { json } = await api.anonymous.as(token).request('GET', '/api/me')
  expect(json).toMatchObject({
    participant: { id: api.administrator.participantId },
    role: 'administrator',
    scopes: null,
  })
})

it('ends by itself within minutes', async () => {
  const { token, expiresAt } = await open()
  expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000)
  minutes = 16
  expect(await statusOf(token)).toBe(401)
})

it('is a session the administrator sees and can end', async () => {
  const { token } = await open()
  const { json } = await api.administrator.request('GET', '/api/auth/sessions')
  const session = (json as { items: { id: string; userAgent: string }[] }).items[0]
  expect(session?.userAgent).toBe('semiont command line')
  await api.administrator.request('DELETE', `/api/auth/sessions/${session?.id}`)
  expect(await statusOf(token)).toBe(401)
})

it('is a security event, with the reason and the session, without the token', async () => {
  const { token } = await open()
  const { json } = await api.administrator.request('GET', '/api/security-events?type=token.issued&reason=operator')
  const [event] = (json as { items: { participantId: string; details: { sessionId: string } }[] }).items
  expect(event?.participantId).toBe(api.administrator.participantId)
  expect(event?.details.sessionId).toMatch(/^ses_/)
  expect(JSON.stringify(json)).not.toContain(token)
})
