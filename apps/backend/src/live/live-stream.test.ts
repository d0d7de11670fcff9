import { createAnnotation, createResource } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createAccess } from '../access/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { type LiveRequest, liveMessages } from './live-stream.ts'
import { PresenceChannel } from './presence-channel.ts'

let api: TestApi
let person: ApiClient
let actor: Actor
let stop = new AbortController()
beforeAll(async () => {
  api = await startTestApi({ configuration: { logLevel: 'error' } })
  person = await api.signUp('member', { name: 'Ada' })
  const { rows } = await api.application.kernel.pool.query<{ id: string }>(
    'select id from sessions where participant_id = $1',
    [person.participantId],
  )
  const sessionId = rows[0]?.id ?? ''
  actor = { id: person.participantId, kind: 'person', name: 'Ada', role: 'member', scopes: null, sessionId }
})
afterEach(() => {
  stop.abort()
  stop = new AbortController()
})
afterAll(() => api.close())

function messages(more: Partial<LiveRequest> = {}) {
  const { kernel } = api.application
  const access = createAccess(kernel)
  const deps = {
    ...kernel,
    assertStillSignedIn: (who: Actor) => access.assertStillSignedIn(who),
    presence: new PresenceChannel(kernel),
    heartbeatMs: 50,
  }
  const never = new AbortController().signal
  return liveMessages(deps, { actor, after: undefined, gone: stop.signal, stopping: never, ...more })
}

async function nextWith(stream: AsyncGenerator<string, void, void>, text: string): Promise<string> {
  for await (const message of { [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) }) {
    if (message.includes(text)) return message
  }
  throw new Error(`The stream ended without ${text}`)
}

describe('a live stream', () => {
  it('first says from where to resume, then gives signs of life', async () => {
    const stream = messages()
    expect((await stream.next()).value).toMatch(/^retry: 1000\n\nid: [0-9a-f]{32}\nevent: position\ndata: \{\}\n\n$/)
    expect((await stream.next()).value).toBe(': still here\n\n')
  })

  it('moves the place to resume from past what the reader may not see', async () => {
    const stream = messages({ resourceId: 'res_00000000000000000000000000', collectionId: undefined })
    const before = (await stream.next()).value ?? ''
    expect(before).toContain('event: position')
    await stream.return()
    const everything = messages({ collectionId: 'col_00000000000000000000000000' })
    const first = (await everything.next()).value ?? ''
    await person.request('POST', '/api/collections', { name: 'Elsewhere' })
    const moved = await nextWith(everything, 'event: position')
    expect(moved).not.toContain('change')
    expect(/id: (\w+)/.exec(moved)?.[1] ?? '').not.toBe(/id: (\w+)/.exec(first)?.[1])
  })

  it('continues after a place in the log', async () => {
    const end = await api.application.kernel.events.end()
    const body = { collectionId: 'col_00000000000000000000000000', name: 'Text', text: 'some text' }
    const { id } = await person.call(createResource, { body })
    await person.call(createAnnotation, { body: { type: 'Annotation', target: id } })
    const stream = messages({ after: end })
    const change = await nextWith(stream, 'event: change')
    expect(change).toContain('resource.created')
  })

  it('ends with a word when the process stops', async () => {
    const stopping = new AbortController()
    const stream = messages({ stopping: stopping.signal })
    await stream.next()
    stopping.abort()
    expect(await nextWith(stream, 'closed')).toContain('{"reason":"shutting-down","reconnect":true}')
    expect((await stream.next()).done).toBe(true)
  })

  it('ends when the reader has signed out', async () => {
    const stream = messages()
    await stream.next()
    expect((await person.request('POST', '/api/auth/sign-out')).status).toBeLessThan(300)
    expect(await nextWith(stream, 'closed')).toContain('{"reason":"signed-out","reconnect":false}')
    expect((await stream.next()).done).toBe(true)
  })
})
