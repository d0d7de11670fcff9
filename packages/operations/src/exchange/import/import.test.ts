import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient } from '@semiont/sdk'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { findSharedData } from '@semiont/testkit/shared-data'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../api.ts'
import { type ImportRequest, importMaterial } from './import-material.ts'

let api: TestApi
let client: Client
let folder: string
let cases = 0

beforeAll(async () => {
  api = await startTestApi({ worker: false })
  client = createClient({ baseUrl: api.url, token: api.administrator.token ?? '' })
})
afterAll(async () => await api.close())
beforeEach(async () => {
  cases += 1
  folder = await mkdtemp(join(tmpdir(), 'semiont-import-test-'))
  return async () => await rm(folder, { recursive: true })
})

async function files(content: Readonly<Record<string, string | Uint8Array | object>>): Promise<void> {
  for (const [path, value] of Object.entries(content)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    const isText = typeof value === 'string' || value instanceof Uint8Array
    await writeFile(join(folder, path), isText ? value : JSON.stringify(value))
  }
}

async function run(more: Partial<ImportRequest> = {}) {
  const report = await importMaterial({
    client,
    paths: [folder],
    collection: `Case ${cases}`,
    format: 'auto',
    onConflict: 'skip',
    dryRun: false,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...more,
  })
  return report
}

async function resourcesOf(collectionId: string | null) {
  const resources = []
  for await (const resource of client.resources.each({ collectionId: collectionId ?? '', sort: 'name' }))
    resources.push(resource)
  return resources
}

async function marksOf(resourceId: string) {
  const marks = []
  for await (const mark of client.annotations.each({ resourceId })) marks.push(mark)
  return marks
}

describe('a folder of documents', () => {
  it('becomes a collection; front matter gives name and metadata, PDF is kept without text', async () => {
    await files({
      'letters/one.txt': 'Dear Anna,\r\nall is well.',
      'note.md': '---\ntitle: The Note\nlang: en\ntags: [sea, light]\nentity_types: [Lighthouse]\n---\n# Heading\nText',
      'page.html': '<!-- saved from url=(0024)https://example.org/page --><title>x</title><p>A page</p>',
      'scan.pdf': '%PDF-1.7\nnot much',
    })
    const report = await run()
    expect(report.problems).toEqual([])
    expect(report.documents).toEqual({ created: 4, skipped: 0, failed: 0 })
    expect(report.withoutText).toBe(1)
    expect(report.vocabulary.entityTypes).toEqual(['Lighthouse'])
    const resources = await resourcesOf(report.collection.id)
    expect(resources.map(({ name, provenance }) => [name, provenance.generatedBy.fileName])).toEqual([
      ['one', 'letters/one.txt'],
      ['page', 'page.html'],
      ['scan', 'scan.pdf'],
      ['The Note', 'note.md'],
    ])
    const note = resources.at(-1)
    expect([note?.language, note?.entityTypes.map(({ name }) => name)]).toEqual(['en', ['Lighthouse']])
    expect((await marksOf(note?.id ?? ''))[0]?.tags.map(({ value }) => value)).toEqual(['sea', 'light'])
    expect(resources[1]?.provenance.derivedFrom).toEqual([{ iri: 'https://example.org/page' }])
  })

  it('is not doubled by a second run, which adds what is missing', async () => {
    await files({ 'a.txt': 'A', 'b.txt': 'Anna met Bo', 'b.ann': 'T1\tPerson 0 4\tAnna\n' })
    await run()
    await files({ 'c.txt': 'C', 'b.ann': 'T1\tPerson 0 4\tAnna\nT2\tPerson 9 11\tBo\n' })
    const again = await run()
    expect(again.documents).toEqual({ created: 1, skipped: 2, failed: 0 })
    expect(again.annotations).toEqual({ created: 1, skipped: 1, failed: 0 })
  })

  it('leaves a document alone that has changed here, or adds it beside', async () => {
    await files({ 'a.txt': 'before' })
    await run()
    await files({ 'a.txt': 'after' })
    const left = await run()
    expect([left.documents, left.conflicts, left.isComplete]).toEqual([{ created: 0, skipped: 1, failed: 0 }, 1, true])
    expect((await run({ onConflict: 'new' })).documents.created).toBe(1)
    expect((await run({ onConflict: 'new' })).documents).toEqual({ created: 0, skipped: 1, failed: 0 })
  })

  it('says of a dry run what it would do, and does nothing', async () => {
    await files({ 'a.txt': 'Anna', 'a.ann': 'T1\tNovelty 0 4\tAnna\n', 'b.csv': 'document,quote\na.txt,Anna\n' })
    const report = await run({ dryRun: true })
    expect(report.toJSON()).toMatchObject({
      collection: { id: null, created: true },
      documents: { created: 1 },
      annotations: { created: 2 },
      vocabulary: { entityTypes: ['Novelty'] },
    })
    const { items } = await client.collections.list({ q: `Case ${cases}` })
    expect(items).toEqual([])
    expect((await client.vocabulary.get()).entityTypes.map(({ name }) => name)).not.toContain('Novelty')
  })

  it('goes on after bad items and names each with its reason', async () => {
    await files({
      'bad.pdf': 'no PDF',
      'good.txt': 'good',
      'lone.ann': 'T1\tP 0 1\tx',
      'latin.txt': Uint8Array.of(0xe9, 0x74, 0xe9),
      'latin.ann': 'T1\tP 0 1\té',
      'rows.csv': 'document,start,end\ngood.txt,0,4\ngood.txt,2,99\nnowhere.txt,0,1\n',
    })
    const report = await run()
    expect(report.documents).toEqual({ created: 1, skipped: 0, failed: 3 })
    expect(report.annotations).toEqual({ created: 1, skipped: 0, failed: 2 })
    expect(report.problems.map(({ item }) => item).toSorted()).toEqual([
      'bad.pdf',
      'latin.txt',
      'lone.ann',
      'rows.csv: good.txt',
      'rows.csv: nowhere.txt',
    ])
    expect(report.isComplete).toBe(false)
  })
})

describe('a vault of notes', () => {
  it('links its notes by name, alias, path and attachment, once', async () => {
    await files({
      '.obsidian/app.json': '{}',
      'Light.md':
        '---\naliases: [The Beacon]\n---\n# Light\nSee [[Keepers/Ida Marell|Ida]], [[Nobody]] and ![[map.png]] and [[Light]].',
      'Keepers/Ida Marell.md': 'She kept 😀 [[the beacon]] and wrote a [letter](../letter.md).',
      'letter.md': 'Dear **you**',
      'map.png': Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    const report = await run()
    expect([report.problems, report.linksWithoutTarget, report.annotations.created]).toEqual([[], 1, 4])
    const resources = await resourcesOf(report.collection.id)
    const links = []
    for (const { id, name } of resources) {
      for (const mark of await marksOf(id)) links.push([name, mark.targets[0]?.quote?.exact, mark.reference?.name])
    }
    expect(links.toSorted()).toEqual([
      ['Ida Marell', 'letter', 'letter'],
      ['Ida Marell', 'the beacon', 'Light'],
      ['Light', 'Ida', 'Ida Marell'],
      ['Light', 'map.png', 'map'],
    ])
    expect((await run()).annotations).toEqual({ created: 0, skipped: 4, failed: 0 })
  })
})

describe('files of annotations', () => {
  it('of Hypothesis find the page that was saved, and stay about the address where there is none', async () => {
    const selector = [
      { type: 'TextPositionSelector', start: 900, end: 905 },
      { type: 'TextQuoteSelector', exact: 'light', prefix: 'the ' },
    ]
    const row = (id: string, uri: string, text: string) => ({
      id,
      uri,
      user: 'acct:a@hypothes.is',
      text,
      tags: ['x'],
      target: [{ source: uri, selector }],
    })
    await files({
      'page.html': '<link rel="canonical" href="https://example.org/lamp"><p>Look at the light.</p>',
      'export.json': {
        total: 3,
        rows: [
          row('1', 'https://example.org/lamp#top', 'Hm'),
          row('2', 'https://example.org/other', 'No'),
          { id: '3' },
        ],
      },
    })
    const report = await run()
    expect([report.annotations, report.problems[0]?.reason]).toEqual([
      { created: 2, skipped: 0, failed: 1 },
      'it has no uri and no target',
    ])
    const [page] = await resourcesOf(report.collection.id)
    const [mark] = await marksOf(page?.id ?? '')
    expect(mark?.targets[0]?.quote?.exact).toBe('light')
    const { items } = await client.annotations.list({ source: 'https://example.org/other' })
    expect(items[0]?.tags.map(({ value }) => value)).toEqual(['x'])
    expect((await run()).annotations).toEqual({ created: 0, skipped: 2, failed: 1 })
  })

  it('of W3C JSON-LD come as pages, lines and lists, with tags of schemas and states', async () => {
    const note = (id: string, exact: string, more: object = {}) => ({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      id: `https://elsewhere.example/${id}`,
      type: 'Annotation',
      motivation: 'tagging',
      body: { type: 'TextualBody', purpose: 'tagging', value: 'Sure', tagSchema: 'Certainty of case' },
      target: { source: 'text.txt', selector: { type: 'TextQuoteSelector', exact } },
      ...more,
    })
    await files({
      'text.txt': 'one two three four',
      'a.jsonld': {
        '@context': 'http://www.w3.org/ns/anno.jsonld',
        id: 'urn:p:1',
        type: 'AnnotationPage',
        items: [note('1', 'one')],
      },
      'b.ndjson': `${JSON.stringify(note('2', 'two', { 'semiont:status': 'suggested' }))}\n{broken\n${JSON.stringify(note('3', 'five'))}\n`,
      'c.json': [note('4', 'three', { 'semiont:status': 'rejected' })],
      'plain.json': { nothing: 'to see' },
    })
    const report = await run()
    expect(report.annotations).toEqual({ created: 3, skipped: 0, failed: 2 })
    expect(report.documents.created).toBe(2)
    expect(report.vocabulary.tagSchemas).toEqual(['Certainty of case'])
    const text = (await resourcesOf(report.collection.id)).find(({ name }) => name === 'text')
    const { items } = await client.annotations.list({
      resourceId: text?.id ?? '',
      status: ['accepted', 'suggested', 'rejected'],
    })
    expect(items.map(({ status, tags }) => [status, tags[0]?.schema])).toEqual([
      ['accepted', 'Certainty of case'],
      ['suggested', 'Certainty of case'],
      ['rejected', 'Certainty of case'],
    ])
    expect(JSON.stringify(items)).not.toContain('semiont:status')
  })
})

it('goes on where it was interrupted', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `${index}`)
  for (const name of names) {
    await files({ [`${name}.txt`]: `Anna ${name}`, [`${name}.ann`]: 'T1\tPerson 0 4\tAnna\n' })
  }
  const stop = new AbortController()
  const interrupted = run({ signal: stop.signal, progress: (text) => text.startsWith('10 of') && stop.abort() })
  await expect(interrupted).rejects.toThrow('abort')
  const rest = await run()
  expect(rest.documents.created + rest.documents.skipped).toBe(30)
  expect(rest.documents.skipped).toBeGreaterThanOrEqual(10)
  const resources = await resourcesOf(rest.collection.id)
  expect(resources.map(({ annotationCount }) => annotationCount)).toEqual(names.map(() => 1))
})

const samples = findSharedData('w3c-annotation-model', 'importing the samples of the W3C annotation model')

describe.runIf(samples)('the samples of the W3C', () => {
  it('are all taken in: annotations, pages, and collections whose page is inside', async () => {
    const correct = join(samples ?? '', 'tools/samples/correct')
    const report = await run({ paths: [correct], format: 'jsonld' })
    expect(report.problems).toEqual([
      { item: 'example41.json: file', reason: expect.stringContaining('page1, is elsewhere') },
    ])
    expect(report.annotations.created).toBeGreaterThan(40)
    expect((await run({ paths: [correct], format: 'jsonld' })).annotations.created).toBe(0)
  })
})

it('reads what is imported byte for byte', async () => {
  const bytes = Buffer.from('\uFEFFAnna\r\nmet 😀 Bo\r\n')
  await files({ 'a.txt': bytes, 'a.ann': 'T1\tPerson 13 15\tBo\n' })
  const report = await run()
  const [text] = await resourcesOf(report.collection.id)
  const stored = await client.resources.content(text?.id ?? '')
  expect(Buffer.from(await stored.arrayBuffer()).equals(await readFile(join(folder, 'a.txt')))).toBe(true)
  expect((await marksOf(text?.id ?? ''))[0]?.anchor).toMatchObject({ state: 'anchored', start: 11, end: 13 })
})
