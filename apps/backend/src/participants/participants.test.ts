import { inTransaction } from '@semiont/event-store'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { participantProjections } from './participant-view.ts'

interface Participant {
  id: string
  name: string
  role: string
  status: string
  email: string | null
  version: number
}

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(async () => await api.close())

async function register(body: object): Promise<Participant> {
  return (await api.administrator.request('POST', '/api/participants', body)).json as Participant
}

async function change(who: ApiClient, id: string, body: object) {
  const answer = await who.request('PATCH', `/api/participants/${id}`, body)
  return { ...answer, participant: answer.json as Participant }
}

async function list(who: ApiClient, query: string): Promise<Participant[]> {
  return ((await who.request('GET', `/api/participants?${query}`)).json as { items: Participant[] }).items
}

describe('people', () => {
  it('are registered by administrators, each address once in whatever case', async () => {
    const ada = await register({ name: 'Ada', email: 'Ada@Example.com', role: 'moderator' })
    expect(ada).toMatchObject({
      kind: 'person',
      status: 'active',
      role: 'moderator',
      email: 'Ada@Example.com',
      version: 1,
    })
    const again = await api.administrator.request('POST', '/api/participants', {
      name: 'Eve',
      email: 'ADA@example.COM',
    })
    expect([again.status, (again.json as { code: string }).code]).toEqual([409, 'already-exists'])
    expect(await list(api.administrator, 'q=eve')).toEqual([])
  })

  it('are listed by name, in pages, found by a part of it and by role', async () => {
    for (const name of ['Zoë', 'alan', 'Ängström', 'Grace Hopper', 'grace kelly'])
      await register({ name, role: 'reader' })
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await api.administrator.request(
        'GET',
        `/api/participants?role=reader&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      const { items, nextCursor } = page.json as { items: Participant[]; nextCursor: string | null }
      names.push(...items.map(({ name }) => name))
      cursor = nextCursor
    }
    expect(names).toHaveLength(5)
    expect(names.slice(0, 1)).toEqual(['alan'])
    expect((await list(api.administrator, 'q=GRACE')).map(({ name }) => name)).toEqual(['Grace Hopper', 'grace kelly'])
    expect((await api.administrator.request('GET', '/api/participants?cursor=bm9wZQ')).status).toBe(400)
  })

  it('show their address to themselves, moderators and administrators only', async () => {
    const { id } = await register({ name: 'Private', email: 'private@example.com' })
    const [member, moderator] = [await api.signUp('member'), await api.signUp('moderator')]
    const emailFor = async (who: ApiClient) =>
      ((await who.request('GET', `/api/participants/${id}`)).json as Participant).email
    expect([await emailFor(member), await emailFor(moderator)]).toEqual([null, 'private@example.com'])
    expect((await list(member, 'q=private'))[0]?.email).toBeNull()
  })

  it('rename themselves, on the version they have read', async () => {
    const member = await api.signUp('member')
    const rename = (name: string, expectedVersion: number) =>
      member.request('PATCH', '/api/me', { name, expectedVersion })
    expect((await rename('New name', 1)).json).toMatchObject({ participant: { name: 'New name', version: 2 } })
    const stale = await rename('Newer name', 1)
    expect(stale.json).toMatchObject({ status: 409, currentVersion: 2, current: { name: 'New name' } })
  })
})

describe('changing a participant', () => {
  it('is for administrators', async () => {
    const [member, moderator] = [await api.signUp('member'), await api.signUp('moderator')]
    const body = { role: 'administrator', expectedVersion: 1 }
    expect((await change(member, member.participantId, body)).status).toBe(403)
    expect((await change(moderator, member.participantId, body)).status).toBe(403)
  })

  it('takes effect at once, for tokens that were issued before', async () => {
    const member = await api.signUp('member')
    const mayRegister = async () => (await member.request('POST', '/api/agents', { name: 'Bot', software: 'x' })).status
    expect(await mayRegister()).toBe(201)
    await change(api.administrator, member.participantId, { role: 'reader', expectedVersion: 1 })
    expect(await mayRegister()).toBe(403)
    await change(api.administrator, member.participantId, { role: 'administrator', expectedVersion: 2 })
    expect((await member.request('GET', '/api/security-events')).status).toBe(200)
    await change(api.administrator, member.participantId, { role: 'member', expectedVersion: 3 })
    expect((await member.request('GET', '/api/security-events')).status).toBe(403)
  })

  it('to disabled shuts them out at once; enabling does not revive old sessions', async () => {
    const member = await api.signUp('member')
    const reason = async () => ((await member.request('GET', '/api/me')).json as { reason: string }).reason
    await change(api.administrator, member.participantId, { status: 'disabled', expectedVersion: 1 })
    expect(await reason()).toBe('revoked')
    const link = await api.administrator.request('POST', `/api/participants/${member.participantId}/link`, {})
    expect(link.status).toBe(409)
    await change(api.administrator, member.participantId, { status: 'active', expectedVersion: 2 })
    expect(await reason()).toBe('revoked')
  })

  it('of what has changed since is refused with the present state', async () => {
    const { id } = await register({ name: 'Contested' })
    await change(api.administrator, id, { name: 'First', expectedVersion: 1 })
    const stale = await change(api.administrator, id, { name: 'Second', expectedVersion: 1 })
    expect(stale.json).toMatchObject({ status: 409, code: 'conflict', currentVersion: 2, current: { name: 'First' } })
  })

  it('moves an address, which can be taken by one only', async () => {
    const one = await register({ name: 'One', email: 'one@example.com' })
    const two = await register({ name: 'Two', email: 'two@example.com' })
    expect((await change(api.administrator, two.id, { email: 'ONE@example.com', expectedVersion: 1 })).status).toBe(409)
    expect((await change(api.administrator, one.id, { email: null, expectedVersion: 1 })).participant.email).toBeNull()
    expect(
      (await change(api.administrator, two.id, { email: 'ONE@example.com', expectedVersion: 1 })).participant,
    ).toMatchObject({
      email: 'ONE@example.com',
      version: 1,
    })
  })

  it('of an agent is open to its owner, but for role and owner', async () => {
    const [owner, other] = [await api.signUp('member'), await api.signUp('member')]
    const agent = (await owner.request('POST', '/api/agents', { name: 'Bot', software: 'x', model: 'a' }))
      .json as Participant
    const renamed = await change(owner, agent.id, { name: 'Robot', agent: { model: 'b' }, expectedVersion: 1 })
    expect(renamed.json).toMatchObject({ name: 'Robot', agent: { model: 'b', software: 'x' }, version: 3 })
    expect((await change(other, agent.id, { name: 'Mine', expectedVersion: 3 })).status).toBe(403)
    expect((await change(owner, agent.id, { role: 'moderator', expectedVersion: 3 })).status).toBe(403)
    const handed = { agent: { ownerId: other.participantId }, expectedVersion: 3 }
    expect((await change(owner, agent.id, handed)).status).toBe(403)
    expect(
      (await change(api.administrator, agent.id, { agent: { ownerId: agent.id }, expectedVersion: 3 })).status,
    ).toBe(409)
    expect((await change(api.administrator, agent.id, handed)).json).toMatchObject({ agent: handed.agent })
    expect((await list(other, 'mine=true')).map(({ id }) => id)).toEqual([agent.id])
  })
})

describe('the last administrator', () => {
  it('can be neither demoted nor disabled, and nothing of the change remains', async () => {
    const { participantId } = api.administrator
    const before = (await api.administrator.request('GET', `/api/participants/${participantId}`)).json as Participant
    for (const body of [{ role: 'member' }, { status: 'disabled' }, { role: 'reader', name: 'Gone' }]) {
      const answer = await change(api.administrator, participantId, { ...body, expectedVersion: before.version })
      expect([answer.status, (answer.json as { code: string }).code]).toEqual([409, 'invalid-state'])
    }
    expect((await api.administrator.request('GET', `/api/participants/${participantId}`)).json).toMatchObject({
      ...before,
    })
    expect((await api.administrator.request('GET', '/api/me')).status).toBe(200)
  })

  it('remains even when two demote each other at the same moment', async () => {
    const own = await startTestApi({ worker: false })
    for (let round = 0; round < 5; round += 1) {
      const second = await own.signUp('administrator')
      const demote = (by: ApiClient, whom: ApiClient, expectedVersion: number) =>
        by.request('PATCH', `/api/participants/${whom.participantId}`, { role: 'member', expectedVersion })
      const first = own.administrator
      const { version } = (await first.request('GET', `/api/participants/${first.participantId}`)).json as Participant
      const answers = await Promise.all([demote(first, second, 1), demote(second, first, version)])
      const { rows } = await own.application.kernel.pool.query(
        `select id from participants where role = 'administrator'`,
      )
      expect(rows).toHaveLength(1)
      if (answers[1]?.status === 200) break
    }
    await own.close()
  })
})

it('keeps who changed what, before and after, but no address, in the log', async () => {
  const { id } = await register({ name: 'Logged', email: 'logged@example.com' })
  await change(api.administrator, id, { name: 'Renamed', role: 'reader', status: 'disabled', expectedVersion: 1 })
  const events = await api.application.kernel.events.readStream(`participant-${id}`)
  expect(events.map(({ type, data, actor }) => [type, data, actor])).toEqual([
    [
      'participant.registered',
      { kind: 'person', name: 'Logged', role: 'member', agent: null },
      api.administrator.participantId,
    ],
    ['participant.renamed', { before: 'Logged', after: 'Renamed' }, api.administrator.participantId],
    ['participant.roleChanged', { before: 'member', after: 'reader' }, api.administrator.participantId],
    ['participant.disabled', { before: 'active', after: 'disabled' }, api.administrator.participantId],
  ])
  expect(JSON.stringify(events)).not.toContain('logged@example.com')
})

it('rebuilds the same view from the log alone', async () => {
  const { pool, events } = api.application.kernel
  const view = async () => (await pool.query('select * from participants order by id')).rows
  const before = await view()
  await inTransaction(pool, async (tx) => {
    await tx.query('truncate participants')
    const recorded = await events.readScope('participants', { limit: 10_000 })
    for (const event of recorded) await participantProjections[event.type]?.(tx, event)
  })
  expect(before.length).toBeGreaterThan(10)
  expect(await view()).toEqual(before)
})
