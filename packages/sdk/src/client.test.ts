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
        motivation: 'highlighting',
        target: { source: resource.id, selector: { type: 'TextQuoteSelector', exact } },
      })
    }
    const quotes: (string | undefined)[] = []
    for await (const annotation of client.annotations.each({ resourceId: resource.id, limit: 2 })) {
      quotes.push(annotation.targets[0]?.quote?.exact)
    }
    expect(quotes).toEqual(['engine', 'algebraic', 'patterns'])
  })

  it('creates once, however often a call with one idempotency key is repeated', async () => {
    const client = signedIn()
    const first = await client.collections.create({ name: 'Once' }, { idempotencyKey: 'the-same-key' })
    const again = await client.collections.create({ name: 'Once' }, { idempotencyKey: 'the-same-key' })
    expect(again.id).toBe(first.id)
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
