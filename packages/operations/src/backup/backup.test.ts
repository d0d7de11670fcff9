import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findSharedData } from '@semiont/testkit/shared-data'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../../../scripts/lib/build.mjs'
import { oneAtATime } from '../../../../scripts/lib/one-at-a-time.mjs'
import { openArchive } from './archive/read-archive.ts'
import { createBackup, openFolderStore, restoreBackup, verifyBackup } from './index.ts'
import {
  annotate,
  blobsIn,
  fingerprint,
  makeProject,
  newCollection,
  type Project,
  query,
  scratchDatabases,
  startInstallation,
  upload,
} from './testing/backed-up-installation.ts'

const signal = new AbortController().signal
const progress = { step: () => {} }
const now = () => new Date()

let installation: Awaited<ReturnType<typeof startInstallation>>
let api: TestApi
let project: Project
let folder: string
let collectionId: string
let novel: string

const store = () => openFolderStore(folder)
const backup = (more: Partial<Parameters<typeof createBackup>[0]> = {}) =>
  createBackup({ platform: project.platform, store: store(), now, progress, signal, ...more })
const verify = (name: string, more: Partial<Parameters<typeof verifyBackup>[0]> = {}) =>
  verifyBackup({ platform: project.platform, store: store(), name, now, progress, signal, ...more })
const restore = (name: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    platform: project.platform,
    store: store(),
    name,
    confirm: async () => {},
    now,
    progress,
    signal,
    ...more,
  })

async function readNovel(): Promise<string> {
  const shared = findSharedData('texts', 'backing up a novel')
  const text = shared && (await readFile(join(shared, '11_alices_adventures_in_wonderland.txt'), 'utf8'))
  return text ?? 'The White Rabbit looked at its watch, and hurried on. '.repeat(2000)
}

async function countRows() {
  const { rows } = await query(api.database.url, (client) =>
    client.query<{ annotations: number; events: number }>(
      `select (select count(*)::int from annotations) as annotations, (select count(*)::int from event_store.events) as events`,
    ),
  )
  return rows[0] ?? expect.fail()
}

async function manifestOf(name: string) {
  return (await openArchive((await store().find(name)) ?? expect.fail(`no ${name}`))).manifest
}

beforeAll(async () => {
  await oneAtATime(() => ensureBuilt(['backend']))
  folder = await mkdtemp(join(tmpdir(), 'semiont-backups-'))
  installation = await startInstallation()
  api = installation.api
  project = installation.project
  collectionId = await newCollection(api.administrator)
  novel = await upload(api.administrator, collectionId, 'Alice "in" \\N Wonderland', await readNovel())
  for (const note of ['a tab\tand a \\ backslash', 'two\nlines', '\\.', '\\N', '“ä🐇”'])
    await annotate(api.administrator, novel, 2000, note)
})
afterAll(async () => {
  await installation.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  it('is of one moment while people go on writing, and proves sound', async () => {
    const atFirst = await countRows()
    const stop = new AbortController()
    let written = 0
    const writer = (async () => {
      while (!stop.signal.aborted) await annotate(api.administrator, novel, 3000 + written, `note ${++written}`)
    })()
    await expect.poll(() => written).toBeGreaterThan(2)
    const { name } = await backup()
    stop.abort()
    await writer
    // Each annotation came with one event: a view of two moments would have more of one than of the other.
    const { tables } = (await manifestOf(name)).database
    const grown = (table: keyof typeof atFirst) =>
      (tables.find((candidate) => candidate.name === table)?.rows ?? 0) - atFirst[table]
    expect(grown('annotations')).toBeGreaterThan(1)
    expect(grown('annotations')).toBe(grown('events'))
    const report = await verify(name)
    expect(report).toMatchObject({ sound: true, findings: [], blobs: (await manifestOf(name)).blobs.length })
    expect(report.restoreSeconds).toBeGreaterThan(0)
    expect(await scratchDatabases(api.database.url)).toEqual([])
    expect((await readdir(project.blobs)).filter((entry) => entry.startsWith('restoring'))).toEqual([])
  })

  it('restores on another server: every row, every document, every id, and the result works', async () => {
    await api.application.kernel.pool.query('delete from idempotency_keys')
    const { name } = await backup()
    const [rows, files] = [await fingerprint(api.database.url), await blobsIn(project.blobs)]
    const elsewhere = await makeProject()
    await rm(join(elsewhere.directory, 'environments'), { recursive: true })
    try {
      const report = await restore(name, { platform: elsewhere.platform, confirm: () => expect.fail('it is empty') })
      expect(report).toMatchObject({ restored: true, missingBlobs: [], foreignTables: [] })
      expect(report.configuration).toEqual({ written: ['environments/local.json'], different: [] })
      expect(await blobsIn(elsewhere.blobs)).toEqual(files)
      await elsewhere.platform.withDatabase(async ({ url }) => {
        expect(await fingerprint(url)).toEqual(rows)
        await useRestored(url, elsewhere)
      }, signal)
    } finally {
      await elsewhere.remove()
    }
  })

  it('adds to an earlier one, and says which is missing when that is gone', async () => {
    await upload(api.administrator, collectionId, 'Short', 'Curiouser and curiouser!')
    const report = await backup({ incremental: true })
    expect(report).toMatchObject({ kind: 'incremental', parent: expect.stringMatching(/^semiont-local-/) as string })
    expect(report.blobsHere).toBeLessThan(report.blobs)
    expect(await verify(report.name)).toMatchObject({ sound: true, blobs: report.blobs })
    const alone = await mkdtemp(join(tmpdir(), 'semiont-alone-'))
    await copyFile(join(folder, report.name), join(alone, report.name))
    await expect(restore(report.name, { store: openFolderStore(alone) })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('is incremental and needs semiont-local-') as string,
    })
    await rm(alone, { recursive: true })
  })

  it('keeps the newest and what they need, and removes the others', async () => {
    const { name, parent, removed } = await backup({ incremental: true, keep: 1 })
    expect(removed.length).toBeGreaterThan(0)
    const left = await store().list()
    expect(left).toContain(name)
    expect(left.length).toBeLessThan(4)
    expect(await verify(name)).toMatchObject({ sound: true })
    expect(parent).not.toBeNull()
  })

  it('notices documents that are missing or damaged on disk', async () => {
    const [first = '', second = ''] = Object.keys(await blobsIn(project.blobs))
    const [firstPath, secondPath] = [first, second].map((sha256) =>
      join(project.blobs, sha256.slice(0, 2), sha256.slice(2, 4), sha256),
    ) as [string, string]
    const [firstBytes, secondBytes] = [await readFile(firstPath), await readFile(secondPath)]
    await rm(firstPath)
    await writeFile(
      secondPath,
      secondBytes.map((byte) => byte ^ 1),
    )
    const { problems, name } = await backup()
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).toContain(`${second} are damaged on disk`)
    expect(problems.join('\n')).toContain(`${first} are missing`)
    expect(await verify(name)).toMatchObject({ sound: false })
    await Promise.all([writeFile(firstPath, firstBytes), writeFile(secondPath, secondBytes), store().remove(name)])
  })
})

describe('a restore', () => {
  it('replaces what is there only when that is confirmed, and leaves it when it fails half-way', async () => {
    const { name } = await backup()
    const later = await annotate(api.administrator, novel, 4000, 'after the backup')
    const before = await fingerprint(api.database.url)
    const refuse = { confirm: () => Promise.reject(new Error('not confirmed')) }
    await expect(restore(name, refuse)).rejects.toThrow('not confirmed')
    expect(await restore(name, { ...refuse, dryRun: true })).toMatchObject({ restored: false })
    // A file where a folder of documents must be: moving them into place fails.
    const [gone = ''] = Object.keys(await blobsIn(project.blobs))
    await rm(join(project.blobs, gone.slice(0, 2)), { recursive: true })
    await writeFile(join(project.blobs, gone.slice(0, 2)), '')
    const files = await blobsIn(project.blobs)
    await expect(restore(name)).rejects.toMatchObject({ exitCode: 7 })
    expect(await fingerprint(api.database.url)).toEqual(before)
    expect(await blobsIn(project.blobs)).toEqual(files)
    await rm(join(project.blobs, gone.slice(0, 2)))

    const report = await restore(name, { keepOld: true })
    expect(report.keptDatabase).toMatch(/_before_/)
    expect(Object.keys(await blobsIn(project.blobs))).toContain(gone)
    expect((await api.administrator.request('GET', `/api/annotations/${later}`)).status).toBe(404)
    expect((await api.administrator.request('GET', `/api/resources/${novel}/text`)).status).toBe(200)
    expect(await scratchDatabases(api.database.url)).toEqual([report.keptDatabase])
    await query(api.database.url, (client) => client.query(`drop database "${report.keptDatabase ?? ''}"`))
  })

  it('refuses an archive of a newer Semiont', async () => {
    const insert = `insert into schema_migrations (package, id, checksum) values ('@semiont/backend', '9999_later', 'x')`
    await query(api.database.url, (client) => client.query(insert))
    const { name } = await backup()
    await query(api.database.url, (client) => client.query(`delete from schema_migrations where id = '9999_later'`))
    const before = await fingerprint(api.database.url)
    await expect(restore(name)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('There is no migration 9999_later') as string,
    })
    expect(await fingerprint(api.database.url)).toEqual(before)
    await store().remove(name)
  })

  it('refuses what is damaged, foreign or not there, and verifying says so', async () => {
    const { name } = await backup()
    const bytes = await readFile(join(folder, name))
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 4
    await writeFile(join(folder, name), bytes)
    await expect(restore(name)).rejects.toMatchObject({ name: 'DamagedArchiveError', exitCode: 2 })
    expect(await verify(name)).toMatchObject({ sound: false, digest: null })
    await writeFile(join(folder, 'note.tar.zst'), 'not an archive')
    await expect(restore('note.tar.zst')).rejects.toThrow('not a backup made by Semiont')
    await expect(verify('nothing.tar.zst')).rejects.toThrow('There is no archive nothing.tar.zst')
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const { name } = await backup()
    const stopping = new AbortController()
    const interrupt = { step: (text: string) => (text.startsWith('Loaded') ? stopping.abort() : undefined) }
    await expect(verify(name, { progress: interrupt, signal: stopping.signal })).rejects.toThrow('abort')
    await expect(backup({ signal: AbortSignal.abort() })).rejects.toThrow('abort')
    expect(await scratchDatabases(api.database.url)).toEqual([])
    expect((await readdir(folder)).filter((entry) => entry.startsWith('.unfinished'))).toEqual([])
  })
})

async function useRestored(databaseUrl: string, { blobs }: Project): Promise<void> {
  await mkdir(blobs, { recursive: true })
  const restored = await startTestApi({ configuration: { databaseUrl, dataDirectory: join(blobs, '..') } })
  try {
    const original = await api.administrator.request('GET', `/api/resources/${novel}/text`)
    const found = await restored.administrator.request('GET', `/api/resources/${novel}/text`)
    expect(found.text).toBe(original.text)
    const search = await restored.administrator.request('GET', '/api/search?q=rabbit')
    expect(JSON.stringify(search.json)).toContain(novel)
    const id = await annotate(restored.administrator, novel, 5000, 'after the restore')
    expect((await restored.administrator.request('GET', `/api/annotations/${id}`)).status).toBe(200)
    // Followers of the log see what comes after the restored events.
    const word = 'zyzzyva'
    const added = await upload(restored.administrator, collectionId, 'New', `A ${word} is a weevil.`)
    await expect
      .poll(async () => (await restored.administrator.request('GET', `/api/search?q=${word}`)).text, {
        timeout: 10_000,
      })
      .toContain(added)
  } finally {
    await restored.close()
  }
}
