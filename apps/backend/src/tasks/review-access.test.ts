import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOperatorSession } from '../access/index.ts'
import { reviewAccess } from './review-access.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(async () => await api.close())

async function entryOf(id: string) {
  const entries = await reviewAccess(api.application.kernel.pool, new Date())
  const entry = entries.find((candidate) => candidate.id === id)
  if (!entry) throw new Error(`${id} is not in the review.`)
  return entry
}

it('shows role, sign-in, last use, working tokens and collections of a person', async () => {
  const member = await api.signUp('member', { name: 'Mia', email: 'mia@example.org' })
  const makeToken = (name: string) => member.request('POST', '/api/me/tokens', { name, scopes: ['read'] })
  await makeToken('works')
  const revoked = (await makeToken('revoked')).json as { id: string }
  await member.request('DELETE', `/api/me/tokens/${revoked.id}`)
  await member.request('POST', '/api/collections', { name: 'Letters' })
  expect(await entryOf(member.participantId)).toMatchObject({
    kind: 'person',
    name: 'Mia',
    email: 'mia@example.org',
    role: 'member',
    effectiveRole: 'member',
    status: 'active',
    lastSignInAt: expect.stringMatching(/Z$/),
    lastUsedAt: expect.stringMatching(/Z$/),
    hasPassword: false,
    providers: [],
    openSessions: 1,
    tokens: [{ name: 'works', scopes: ['read'], expiresAt: expect.stringMatching(/Z$/), lastUsedAt: null }],
    collections: [{ name: 'Letters', role: 'owner' }],
    agent: null,
  })
})

it('knows who never signed in', async () => {
  const { json } = await api.administrator.request('POST', '/api/participants', { name: 'Nobody yet' })
  expect(await entryOf((json as { id: string }).id)).toMatchObject({
    lastSignInAt: null,
    lastUsedAt: null,
    openSessions: 0,
  })
})

it('limits the role of an agent by that of its owner, and names the owner', async () => {
  const owner = await api.signUp('moderator', { name: 'Owen' })
  const agent = await owner.request('POST', '/api/agents', { name: 'Reader', role: 'moderator', software: 'reader' })
  await api.administrator.request('PATCH', `/api/participants/${owner.participantId}`, {
    role: 'reader',
    expectedVersion: 1,
  })
  expect(await entryOf((agent.json as { id: string }).id)).toMatchObject({
    kind: 'agent',
    role: 'moderator',
    effectiveRole: 'reader',
    agent: { software: 'reader', ownerName: 'Owen' },
  })
})

it('does not take the command line for the administrator having been there', async () => {
  const { participantId } = api.administrator
  const before = await entryOf(participantId)
  await createOperatorSession(api.application.kernel)
  expect(await entryOf(participantId)).toEqual(before)
})
