import { createClient } from '@semiont/sdk'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperatorClient } from '../operator/index.ts'
import { addAgent, addPerson, changeUser, makeSignInLink } from './change-users.ts'

let api: TestApi
let client: OperatorClient

beforeAll(async () => {
  api = await startTestApi({ worker: false })
  client = createClient({
    baseUrl: api.url,
    fetch: async (input, init) =>
      await fetch(input, {
        ...init,
        headers: { ...init?.headers, authorization: `Bearer ${api.administrator.token}` },
      }),
  })
})
afterAll(async () => await api.close())

const add = (email: string, name?: string, role?: 'member' | 'moderator' | 'reader') =>
  addPerson(client, { email, name, role, linkHours: 24 })
const signIn = async (url: string) => {
  const token = new URL(url).searchParams.get('token')
  return (await api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' })).status
}

describe('adding a person', () => {
  it('makes a link that signs them in once', async () => {
    const { before, after, link } = await add('anna@example.org', 'Anna', 'moderator')
    expect(before).toBeNull()
    expect(after).toMatchObject({ kind: 'person', name: 'Anna', email: 'anna@example.org', role: 'moderator' })
    expect(await signIn(link.url)).toBe(200)
    expect(await signIn(link.url)).not.toBe(200)
  })

  it('changes who has the address already in what was given, and in nothing else', async () => {
    await add('bert@example.org', 'Bert', 'moderator')
    const { before, after } = await add('Bert@Example.org', undefined, 'reader')
    expect(before).toMatchObject({ name: 'Bert', role: 'moderator' })
    expect(after).toMatchObject({ id: before?.id, name: 'Bert', role: 'reader' })
    expect((await add('bert@example.org')).after).toEqual(after)
  })

  it('needs a name for someone new', async () => {
    await expect(add('new@example.org')).rejects.toMatchObject({
      exitCode: 2,
      action: expect.stringContaining('--name'),
    })
  })
})

it('gives an agent a token with its scopes', async () => {
  const wish = { name: 'Reader', role: undefined, software: 'reader', model: 'small-1', tokenDays: 7 }
  const { after, token } = await addAgent(client, { ...wish, scopes: ['read'] })
  const me = await api.anonymous.as(token).request('GET', '/api/me')
  expect(me.json).toMatchObject({ participant: { id: after.id, agent: { model: 'small-1' } }, scopes: ['read'] })
})

describe('changing a user', () => {
  it('takes effect at once, also for those who are signed in', async () => {
    const carl = await api.signUp('member', { name: 'Carl' })
    const { before, after } = await changeUser(client, 'carl', { status: 'disabled' })
    expect([before.status, after.status]).toEqual(['active', 'disabled'])
    expect((await carl.request('GET', '/api/me')).status).not.toBe(200)
  })

  it('changes nothing in a dry run, nor where it is so already', async () => {
    const { id } = (await add('dora@example.org', 'Dora', 'member')).after
    expect((await changeUser(client, id, { role: 'reader' }, { dryRun: true })).after.role).toBe('reader')
    const { before, after } = await changeUser(client, 'dora@example.org', { role: 'member' })
    expect(after).toEqual(before)
    expect((await client.participants.get(id)).version).toBe(1)
  })

  it('will not leave the installation without an administrator', async () => {
    const change = changeUser(client, api.administrator.participantId, { status: 'disabled' })
    await expect(change).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('administrator') })
  })

  it('can make another link', async () => {
    const { link } = await makeSignInLink(client, 'anna@example.org', 1)
    expect(await signIn(link.url)).toBe(200)
  })
})
