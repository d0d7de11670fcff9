import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { restartSubscription } from '@semiont/event-store'
import { type QueryInputOf, type SearchHit, searchResources } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCollection, newResource, resourceOf, upload, waitUntil } from '../resources/testing/fixtures.ts'
import { clearSearch } from './search-index.ts'

let api: TestApi
let client: ApiClient
let collectionId: string
beforeAll(async () => {
  api = await startTestApi()
  client = await api.signUp('member')
  collectionId = await newCollection(client)
})
afterAll(() => api.close())

async function indexed(): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await api.application.kernel.pool.query<{ ready: boolean }>(
      `select not exists (select 1 from search_queue) and not exists (
         select 1 from resource_versions v join resources r on r.id = v.resource_id and r.current_version = v.number
         left join search_documents d on d.resource_id = r.id and d.version = v.number
         where v.text_sha256 is not null and d.resource_id is null) as ready`,
    )
    return rows[0]?.ready ?? false
  })
}

const search = async (q: string, more: Partial<QueryInputOf<typeof searchResources>> = {}) =>
  (await client.call(searchResources, { query: { q, ...more } })).items
const names = async (q: string, more = {}) => (await search(q, more)).map((hit) => hit.resource.name)

async function marked(hit: SearchHit | undefined, passage = 0): Promise<string[]> {
  const { start = 0, matches = [], text = '' } = hit?.passages[passage] ?? {}
  const whole = [...(await client.request('GET', `/api/resources/${hit?.resource.id}/text`)).text]
  expect(whole.slice(start, start + [...text].length).join('')).toBe(text)
  return matches.map((match) => whole.slice(match.start, match.end).join(''))
}

const add = async (name: string, text: string, language?: string) => {
  const query = { collectionId, name, ...(language ? { language } : {}) }
  return resourceOf(await upload(client, query, text, 'text/plain'))
}

describe('searching words', () => {
  beforeAll(async () => {
    await add('Hounds', '😀 The hounds were running; one hound — the “Häscher” — ran. To be or not to be.', 'en')
    await add('Haus', 'Die Häuser am Fluss. Ein Gift ist kein Geschenk, und/oder doch.', 'de')
    await add('Dates', 'Written in 1914-18 by e-mail to anna@example.org, see report.final/v2.', 'en')
    await add('Polski', 'Zażółć gęślą jaźń.', 'pl')
    await add('Rare', `${'Common words are common. '.repeat(30)} quokka`, 'en')
    await add('Common', 'Common words are common. '.repeat(30), 'en')
    await indexed()
  })

  it('finds other forms of a word in the language of the document, and marks them', async () => {
    const [hit] = await search('hound run')
    expect(hit?.resource.name).toBe('Hounds')
    expect(await marked(hit)).toEqual(['hounds', 'running', 'hound'])
    expect(await names('Haus')).toEqual(['Haus'])
    const [haus] = await search('flüsse')
    expect(await marked(haus)).toEqual(['Fluss'])
  })

  it('does not mind accents, in either direction', async () => {
    expect(await names('hascher')).toEqual(['Hounds'])
    expect(await names('zazolc')).toEqual(['Polski'])
    expect(await names('jaźń')).toEqual(['Polski'])
    expect(await marked((await search('haeuser OR häuser'))[0])).toEqual(['Häuser'])
  })

  it('finds exact phrases, of little words as well', async () => {
    expect(await names('"to be or not to be"')).toEqual(['Hounds'])
    expect(await names('"not to be or"')).toEqual([])
    expect(await names('"hound were"')).toEqual([])
    expect(await marked((await search('"hounds were running"'))[0])).toEqual(['hounds', 'were', 'running'])
  })

  it('finds beginnings of words', async () => {
    expect(await names('quok*')).toEqual(['Rare'])
    expect(await marked((await search('runni*'))[0])).toEqual(['running'])
  })

  it('leaves out, and takes either', async () => {
    expect(await names('common -quokka')).toEqual(['Common'])
    expect((await names('quokka OR gift')).toSorted()).toEqual(['Haus', 'Rare'])
    expect(await names('-common')).toEqual([])
  })

  it('sees through punctuation', async () => {
    for (const query of ['1914', '18', 'e-mail', 'anna@example.org', 'example', 'report.final/v2', 'final'])
      expect(await names(query)).toEqual(['Dates'])
    expect(await names('oder')).toEqual(['Haus'])
  })

  it('asks for little words only when there is nothing else', async () => {
    expect((await names('the quokka'))[0]).toBe('Rare')
    expect(await names('the')).toContain('Hounds')
  })

  it('puts what has the rare word first, and what has only some of the words last', async () => {
    expect(await names('common quokka')).toEqual(['Rare', 'Common'])
    expect((await names('quokka hounds')).toSorted()).toEqual(['Hounds', 'Rare'])
  })

  it('survives whatever is typed', async () => {
    for (const query of [
      "'",
      '\\',
      ':*',
      '& | ! <->',
      '"',
      '*',
      '()',
      '-',
      "it's a 'test' \\ \\'",
      '<b>',
      '%',
      '\u00ad',
    ])
      expect((await client.request('GET', `/api/search?q=${encodeURIComponent(query)}`)).status).toBe(200)
  })
})

describe('searching names', () => {
  it('finds beginnings of words and says where', async () => {
    await newResource(client, collectionId, { name: 'Été 😀 Étoiles filantes', text: 'Nothing.' })
    const [hit] = await search('etoil')
    expect(hit).toMatchObject({ resource: { name: 'Été 😀 Étoiles filantes' }, passages: [] })
    expect(hit?.nameMatches).toEqual([{ start: 6, end: 11 }])
  })

  it('puts a resource that is called so before those that mention it', async () => {
    await add('A mention', 'Somebody mentions the Nautilus once.', 'en')
    await add('Nautilus', 'A ship.', 'en')
    await indexed()
    expect(await names('nautilus')).toEqual(['Nautilus', 'A mention'])
  })
})

describe('what is searched', () => {
  it('is filtered like a list', async () => {
    await upload(
      client,
      { collectionId, name: 'Wombat de', language: 'de', entityTypes: 'Person' },
      'Wombat.',
      'text/plain',
    )
    await upload(client, { collectionId, name: 'Wombat md', language: 'en' }, 'Wombat.', 'text/markdown')
    await indexed()
    expect(await names('wombat', { language: 'de' })).toEqual(['Wombat de'])
    expect(await names('wombat', { mediaType: 'text/markdown' })).toEqual(['Wombat md'])
    expect(await names('wombat', { entityType: 'Person' })).toEqual(['Wombat de'])
    expect(await names('wombat', { collectionId: await newCollection(client) })).toEqual([])
    expect(await names('wombat', { archived: 'true' })).toEqual([])
  })

  it('comes in pages, each resource once', async () => {
    const found = await names('common OR quokka OR hound OR haus OR wombat')
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const query = { q: 'common OR quokka OR hound OR haus OR wombat', limit: 2, ...(cursor ? { cursor } : {}) }
      const page: { items: SearchHit[]; nextCursor: string | null } = await client.call(searchResources, { query })
      paged.push(...page.items.map((hit) => hit.resource.name))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(found)
  })

  it('is only what one may see', async () => {
    const stranger = await api.signUp('member')
    expect((await stranger.call(searchResources, { query: { q: 'common' } })).items).toEqual([])
    expect((await stranger.call(searchResources, { query: { q: 'nautilus' } })).items).toEqual([])
    expect((await api.administrator.call(searchResources, { query: { q: 'quokka' } })).items).toHaveLength(1)
  })

  it('follows a corrected language and a corrected encoding', async () => {
    const bytes = Buffer.from('Die B\xe4umchen wachsen.', 'latin1')
    const garbled = { collectionId, name: 'Tree', encoding: 'iso-8859-5', language: 'en' }
    const resource = resourceOf(await upload(client, garbled, bytes, 'text/plain'))
    await client.request('PATCH', `/api/resources/${resource.id}`, {
      encoding: 'windows-1252',
      language: 'de',
      expectedVersion: 1,
    })
    await waitUntil(async () => (await names('baumchen wachsend')).includes('Tree'))
    const [hit] = await search('bäumchen')
    expect(hit?.passages[0]?.version).toBe(2)
    expect(await marked(hit)).toEqual(['Bäumchen'])
  })
})

it('the index is the same when it is built again from the log', async () => {
  const { kernel } = api.application
  const contents = `select resource_id, d.version, config, ordinal, start_position, end_position, content, words::text
    from search_documents d join search_passages p using (resource_id, generation) order by resource_id, ordinal`
  await indexed()
  const live = (await kernel.pool.query(contents)).rows
  expect(live.length).toBeGreaterThan(10)
  await restartSubscription(kernel.pool, 'search', clearSearch)
  await indexed()
  expect((await kernel.pool.query(contents)).rows).toEqual(live)
})

it('a document that cannot be read is noted with the reason, and keeps no other waiting', async () => {
  const { pool, configuration } = api.application.kernel
  const broken = await add('Broken', 'Its bytes will be lost.', 'en')
  await indexed()
  const { rows } = await pool.query<{ text_sha256: string }>(
    'select text_sha256 from resource_versions where resource_id = $1',
    [broken.id],
  )
  const sha256 = rows[0]?.text_sha256 ?? ''
  await rm(join(configuration.dataDirectory, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256))
  await client.request('PATCH', `/api/resources/${broken.id}`, { language: 'de', expectedVersion: 1 })
  await add('After it', 'An axolotl.', 'en')
  await waitUntil(async () => (await names('axolotl')).includes('After it'))
  await waitUntil(async () => {
    const failed = await pool.query<{ failed_because: string | null }>(
      'select failed_because from search_queue where resource_id = $1 and attempts = 3',
      [broken.id],
    )
    return failed.rows[0]?.failed_because?.includes(sha256) ?? false
  })
})
