import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@semiont/sdk'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { findSharedData } from '@semiont/testkit/shared-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../api.ts'
import { importMaterial } from '../import/import-material.ts'
import { Losses } from '../losses.ts'
import type { ExportFormat } from '../model.ts'
import { fullSignature } from '../import/signature.ts'
import { fromRecord } from '../web-annotation.ts'
import { openFile, openFolder } from './destination.ts'
import { exportMaterial } from './export-material.ts'

const { signal } = new AbortController()
let api: TestApi
let client: Client
let root: string
let source: string

beforeAll(async () => {
  api = await startTestApi({ worker: false })
  client = createClient({ baseUrl: api.url, token: api.administrator.token ?? '' })
  root = await mkdtemp(join(tmpdir(), 'semiont-export-test-'))
  source = await scene()
})
afterAll(async () => {
  await api.close()
  await rm(root, { recursive: true, force: true })
})

async function importInto(collection: string, paths: readonly string[]) {
  return await importMaterial({
    client,
    paths,
    collection,
    format: 'auto',
    onConflict: 'skip',
    dryRun: false,
    signal,
    progress: () => undefined,
  })
}

async function exportTo(
  format: ExportFormat,
  to: string,
  collection: string | undefined = 'Source',
  resources: readonly string[] = [],
  dryRun = false,
) {
  const destination = to.includes('.') ? await openFile(join(root, to)) : await openFolder(join(root, to))
  return await exportMaterial({
    client,
    baseUrl: api.application.kernel.configuration.publicUrl,
    collection,
    resources,
    format,
    destination,
    exportedAt: new Date(),
    dryRun,
    signal,
    progress: () => undefined,
  })
}

/** Notes, a text and a picture, with marks of every kind: overlapping, adjacent, astral, of several passages, of none. */
async function scene(): Promise<string> {
  const folder = join(root, 'scene')
  const table = [
    'document,start,end,quote,motivation,entity_types,tags,tag_schemas,comments,links,creator,status',
    'a.txt,0,4,Anna,linking,Person,,,,,,',
    'a.txt,0,11,,linking,Group|Party,sure,,"He ""said"", so",https://example.org/x,Bo,suggested',
    'a.txt,4,11,,linking,Group,,,,,,',
    'a.txt,12,15,,highlighting,,,,,,,',
    'a.txt,0|9,4|11,,commenting,,Yes|no,Certainty of export|,"two\nlines 😀",notes/b.md,,',
    'a.txt,,,,commenting,,,,about all of it,,,',
    'notes/b.md,,,Light,tagging,,bright,,,,,',
    'pixel.png,,,,commenting,,,,a picture,,,',
  ].join('\n')
  await importMaterialFiles(folder, {
    'a.txt': 'Anna met Bo 😀𝔘. End\n',
    'notes/b.md': 'See the **Light** of [[a]].\n',
    'pixel.png': Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    'marks.csv': table,
  })
  const report = await importInto('Source', [folder])
  expect(report.problems).toEqual([])
  return report.collection.id ?? ''
}

async function importMaterialFiles(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** Every annotation by the document it is about, without what is different in each collection. */
async function contentOf(collectionId: string) {
  const names = new Map<string, string>()
  for await (const { id, provenance } of client.resources.each({ collectionId }))
    names.set(id, provenance.generatedBy.fileName ?? '')
  const found: string[] = []
  for await (const record of client.annotations.each({ collectionId, limit: 200 })) {
    const annotation = fromRecord(record, record.resourceId ?? '', new Losses())
    const named = fullSignature(annotation ?? { id: '', spans: [], motivation: '', bodies: [] }).replace(
      /res_\w+/g,
      (id) => names.get(id) ?? id,
    )
    found.push(
      `${names.get(record.resourceId ?? '') ?? 'outside'} ${record.status} ${annotation?.creator ?? ''} ${named}`,
    )
  }
  return { documents: [...names.values()].toSorted(), annotations: found.toSorted() }
}

describe('a collection', () => {
  it.each(['jsonld', 'csv', 'markdown'] as const)(
    'comes back whole through %s: documents and annotations',
    async (format) => {
      const report = await exportTo(format, format)
      expect(report.toJSON()).toMatchObject({ documents: 3, annotations: 9, problems: [], notHeld: [] })
      const again = await importInto(`Back from ${format}`, [join(root, format)])
      expect(again.problems).toEqual([])
      expect(await contentOf(again.collection.id ?? '')).toEqual(await contentOf(source))
      const repeated = await importInto(`Back from ${format}`, [join(root, format)])
      expect([repeated.documents.created, repeated.annotations.created]).toEqual([0, 0])
    },
  )

  it('comes back through brat with every passage, and says what brat has no place for', async () => {
    const report = await exportTo('brat', 'brat')
    expect(report.losses.list()).toEqual([
      { what: 'documents have no text', count: 1 },
      { what: 'annotations are about the whole document, which brat cannot say', count: 1 },
      { what: 'annotations have a status, which brat cannot say', count: 1 },
    ])
    const again = await importInto('Back from brat', [join(root, 'brat')])
    expect(again.problems).toEqual([])
    const passages = (list: string[]) =>
      list
        .filter((line) => line.startsWith('a.txt') && !line.includes(' [[],'))
        .map((line) => line.slice(line.indexOf('[[')).replace(/\\"(?:notes\/b.md|http[^"]*res_\w+|res_\w+)\\"/, 'link'))
    const [before, after] = [await contentOf(source), await contentOf(again.collection.id ?? '')]
    expect(passages(after.annotations).toSorted()).toEqual(passages(before.annotations).toSorted())
  })

  it('goes into one file where the format is one, in JSON-LD, N-Quads, CSV and CoNLL', async () => {
    for (const [format, file] of [
      ['jsonld', 'one.jsonld'],
      ['nquads', 'one.nq'],
      ['csv', 'one.csv'],
      ['conll', 'one.conll'],
    ] as const) {
      const report = await exportTo(format, file)
      expect([report.isComplete, report.where]).toEqual([true, join(root, file)])
    }
    const collection = JSON.parse(await readFile(join(root, 'one.jsonld'), 'utf8')) as {
      total: number
      first: { items: unknown[] }
    }
    expect([collection.total, collection.first.items.length]).toEqual([9, 9])
    const quads = (await readFile(join(root, 'one.nq'), 'utf8')).split('\n')
    const annotationType = /22-rdf-syntax-ns#type> <http:\/\/www.w3.org\/ns\/oa#Annotation>/
    expect(quads.filter((line) => annotationType.test(line))).toHaveLength(9)
    expect(
      new Set(quads.filter((line) => /syntax-ns#first> <.*ann_/.test(line)).map((line) => line.split(' ')[2])).size,
    ).toBe(9)
    expect(await readFile(join(root, 'one.conll'), 'utf8')).toContain('Anna\tB-Group\nmet\tI-Group\n')
    await expect(exportTo('brat', 'one.ann')).rejects.toThrow('files side by side')
  })

  it('may be one document', async () => {
    const { items } = await client.resources.list({ collectionId: source, name: 'b' })
    const report = await exportTo('markdown', 'single', undefined, [items[0]?.id ?? ''])
    expect([report.documents, report.annotations]).toEqual([1, 2])
    expect(await readdir(join(root, 'single', 'notes'))).toEqual(['b.annotations.md', 'b.md'])
    const moved = await importInto('Moved notes', [join(root, 'single', 'notes')])
    expect([moved.problems, moved.documents.created, moved.annotations.created]).toEqual([[], 1, 2])
  })

  it('is only counted in a dry run', async () => {
    const report = await exportTo('brat', 'dry', 'Source', [], true)
    expect([report.documents, report.annotations, existsSync(join(root, 'dry'))]).toEqual([3, 9, false])
  })

  it('never overwrites, and names a collection that is not there', async () => {
    await writeFile(join(root, 'there.csv'), '')
    await expect(exportTo('csv', 'there.csv')).rejects.toThrow('is there already')
    await expect(exportTo('csv', 'scene')).rejects.toThrow('not empty')
    await expect(exportTo('csv', 'nothing', 'No such')).rejects.toThrow('There is no collection "No such"')
  })
})

describe('relations and events of brat', () => {
  it('come back as they were, in the order of the text', async () => {
    const ann = [
      'T1\tPerson 0 4\tAnna',
      'T2\tMeet 5 8\tmet',
      'T3\tPerson 9 11\tBo',
      'E1\tMeet:T2 Who:T1 Whom:T3',
      'R1\tKnows Arg1:T1 Arg2:T3',
    ]
    await importMaterialFiles(join(root, 'relations'), { 'r.txt': 'Anna met Bo', 'r.ann': `${ann.join('\n')}\n` })
    expect((await importInto('Relations', [join(root, 'relations')])).problems).toEqual([])
    const report = await exportTo('brat', 'relations-again', 'Relations')
    expect(report.losses.list()).toEqual([])
    const written = await readFile(join(root, 'relations-again', 'r.ann'), 'utf8')
    expect(written.trim().split('\n').toSorted()).toEqual(ann.toSorted())
  })
})

const named = findSharedData('ner', 'importing and exporting the named entities of the shared data')

describe.runIf(named)('named entities of the shared data', () => {
  it('have the same passages after import and export', async () => {
    const folder = join(named ?? '', 'dev')
    expect(existsSync(folder)).toBe(true)
    const report = await importInto('Named entities', [folder])
    expect([report.problems, report.documents.created]).toEqual([[], 3])
    await exportTo('conll', 'entities', 'Named entities')
    const again = await importInto('Named entities again', [join(root, 'entities')])
    expect(again.annotations).toEqual(report.annotations)
    const [before, after] = [await contentOf(report.collection.id ?? ''), await contentOf(again.collection.id ?? '')]
    expect(after.annotations).toEqual(before.annotations)
    expect(report.annotations.created).toBeGreaterThan(900)
  })
})
