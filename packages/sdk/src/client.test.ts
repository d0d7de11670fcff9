import { ConflictError, createClient, InvalidRequestError, UnauthenticatedError } from '@semiont/sdk'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('the typed client against the running application', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi()
  })
  afterAll(() => api.close())

  const signedIn = () => createClient({ baseUrl: api.url, token: api.administrator.token ?? '' })

  it('tells who is not signed in, with the class the server threw', async () => {
    const nobody = createClient({ baseUrl: api.url, token: 'nonsense' })
    await expect(nobody.resources.list()).rejects.toBeInstanceOf(UnauthenticatedError)
  })

  it('names the field that is wrong', async () => {
    const error = await signedIn()
      .collections.create({ name: '' })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InvalidRequestError)
    expect((error as InvalidRequestError).errors[0]?.path).toBe('body.name')
    expect((error as InvalidRequestError).requestId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('creates a resource, marks a passage of it, reads both back and walks pages', async () => {
    const client = signedIn()
    const collection = await client.collections.create({ name: 'Letters' })
    const resource = await client.resources.create({
      collectionId: collection.id,
      name: 'A letter',
      text: 'Dear Ada, the engine weaves algebraic patterns.',
      mediaType: 'text/plain',
    })
    for (const exact of ['engine', 'algebraic', 'patterns']) {
      await client.annotations.create({
        type: 'Annotation',
        motivation: 'highlighting',
        target: { source: resource.id, selector: { type: 'TextQuoteSelector', exact } },
      })
    }
    const quotes: (string | undefined)[] = []
    for await (const annotation of client.annotations.each({ resourceId: resource.id, limit: 2 })) {
      quotes.push(annotation.targets[0]?.quote?.exact)
    }
    expect(quotes).toEqual(['engine', 'algebraic', 'patterns'])
    expect(await client.resources.text(resource.id)).toBe('Dear Ada, the engine weaves algebraic patterns.')
  })

  it('creates once, however often a call with one idempotency key is repeated', async () => {
    const client = signedIn()
    const first = await client.collections.create({ name: 'Once' }, { idempotencyKey: 'the-same-key' })
    const again = await client.collections.create({ name: 'Once' }, { idempotencyKey: 'the-same-key' })
    expect(again.id).toBe(first.id)
  })

  it('uploads bytes and hands the very same bytes back, also a part of them', async () => {
    const client = signedIn()
    const collection = await client.collections.create({ name: 'Files' })
    const text = 'Grüße aus der Datei — mit mehr als ASCII.'
    const resource = await client.resources.upload({
      collectionId: collection.id,
      name: 'Grüße',
      fileName: 'grüße.txt',
      content: new Blob([text], { type: 'text/plain' }),
    })
    expect(await (await client.resources.content(resource.id)).text()).toBe(text)
    const part = await client.resources.content(resource.id, { range: 'bytes=0-3' })
    expect(part.status).toBe(206)
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(new TextEncoder().encode(text).slice(0, 4))
  })

  it('shows what others do as it happens, and after a cut nothing is missing and nothing comes twice', async () => {
    const client = signedIn()
    const collection = await client.collections.create({ name: 'Live' })
    const resource = await client.resources.create({
      collectionId: collection.id,
      name: 'Together',
      text: 'one two three four five six',
      mediaType: 'text/plain',
    })
    const mark = (exact: string) =>
      client.annotations.create({
        type: 'Annotation',
        motivation: 'highlighting',
        target: { source: resource.id, selector: { type: 'TextQuoteSelector', exact } },
      })
    const seen: string[] = []
    let position: string | undefined
    const follow = async (until: number, started: () => Promise<unknown>) => {
      const cut = new AbortController()
      for await (const message of client.live({ resourceId: resource.id, after: position, signal: cut.signal })) {
        if (message.kind === 'connected') void started()
        if (message.kind !== 'change') continue
        position = message.event.position
        seen.push(message.event.annotation?.targets[0]?.quote?.exact ?? message.event.type)
        if (seen.length === until) cut.abort()
      }
    }
    await follow(2, async () => {
      await mark('one')
      await mark('two')
    })
    await mark('three')
    await mark('four')
    await follow(5, () => mark('five'))
    expect(seen).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  it('hands a stale write the current version', async () => {
    const client = signedIn()
    const collection = await client.collections.create({ name: 'Before' })
    await client.collections.update(collection.id, { name: 'Between', expectedVersion: collection.version })
    const error = await client.collections
      .update(collection.id, { name: 'After', expectedVersion: collection.version })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ConflictError)
    expect((error as ConflictError).currentVersion).toBe(collection.version + 1)
  })
})
