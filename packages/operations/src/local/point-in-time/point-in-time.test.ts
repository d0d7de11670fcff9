import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../../../../scripts/lib/build.mjs'
import { oneAtATime } from '../../../../../scripts/lib/one-at-a-time.mjs'
import { restoreMoment } from '../../backup/index.ts'
import type { Platform } from '../../platform/platform.ts'
import { acquireInstanceLock } from '../instance-lock.ts'
import { openLocalPlatform } from '../local-platform.ts'
import { walArchiveOf } from '../postgres/wal-archive.ts'

const backend = fileURLToPath(new URL('../../../../../apps/backend/dist/main.js', import.meta.url))
const signal = new AbortController().signal

let directory: string
let platform: Platform
let state: string

beforeAll(async () => {
  await oneAtATime(() => ensureBuilt(['backend']))
  directory = await mkdtemp(join(tmpdir(), 'semiont in time-'))
  state = join(directory, '.semiont')
  await writeFile(join(directory, 'semiont.json'), '{ "database": { "walArchiving": true } }')
  const environment = await loadEnvironment(directory, 'local')
  const programs = { backend, frontend: backend }
  platform = openLocalPlatform({ environment, secrets: openSecretStore(environment), programs, databaseUrl: undefined })
  await use(async (client, url) => {
    await platform.runBackendTask({ args: ['migrate'], databaseUrl: url, signal })
    await client.query('create table notes (text text)')
  })
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Works on the database while its server runs for that long. */
async function use<Result>(act: (client: pg.Client, url: string) => Promise<Result>): Promise<Result> {
  return await platform.withDatabase(
    async ({ url }) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        return await act(client, url)
      } finally {
        await client.end()
      }
    },
    signal,
    { createIfMissing: true },
  )
}

/** Commits notes one after the other; returns a moment after each and before the next. */
async function write(...texts: string[]): Promise<Date[]> {
  return await use(async (client) => {
    const moments: Date[] = []
    for (const text of texts) {
      await client.query('insert into notes values ($1)', [text])
      await sleep(20)
      const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
      await sleep(20)
      moments.push(rows[0]?.now ?? expect.fail())
    }
    return moments
  })
}

const notes = async () =>
  await use(async (client) => {
    const { rows } = await client.query<{ text: string }>('select text from notes order by text')
    return rows.map(({ text }) => text)
  })

const readOffset = async () =>
  await use(async (client) => {
    const { rows } = await client.query<{ offset: string }>('select event_store.transaction_offset() as offset')
    return Number(rows[0]?.offset)
  })

const goTo = (moment: Date, more: { keepOld?: boolean } = {}) =>
  restoreMoment({
    platform,
    moment,
    confirm: async () => {},
    now: () => new Date(),
    progress: { step: () => {} },
    signal,
    ...more,
  })

// Many servers start and stop here.
describe('a database whose log is kept', { timeout: 120_000 }, () => {
  it('goes back to any moment since its base, on from there, and back again', async () => {
    const [tooEarly = expect.fail()] = await write('before the base')
    await expect(goTo(tooEarly)).rejects.toThrow('there is no base backup yet')
    await platform.pointInTime?.takeBase(new Date(), signal)
    await expect(goTo(tooEarly)).rejects.toThrow('the log is kept since')
    const [first = expect.fail(), second = expect.fail()] = await write('first', 'second', 'mistake')
    const before = await readOffset()
    expect(await goTo(second)).toMatchObject({ damage: null, missingBlobs: [], keptFiles: null })
    expect(await notes()).toEqual(['before the base', 'first', 'second'])
    expect(await readOffset()).toBeGreaterThan(before)

    // Nothing was committed after this moment.
    const [third = expect.fail()] = await write('third')
    await goTo(third)
    expect(await notes()).toEqual(['before the base', 'first', 'second', 'third'])

    // Further back than the last return, with the base of before it.
    const { keptFiles } = await goTo(first, { keepOld: true })
    expect(await notes()).toEqual(['before the base', 'first'])
    expect(keptFiles).toContain('data.before-')
    expect((await readdir(join(state, 'postgres'))).filter((name) => name.startsWith('recovering'))).toEqual([])
  })

  it('refuses a moment behind a gap in its log, or yet to come, and changes nothing', async () => {
    await expect(goTo(new Date(Date.now() + 60_000))).rejects.toThrow('is yet to come')
    const rows = await notes()
    for (const text of ['x', 'y']) await write(text)
    const [moment = expect.fail()] = await write('behind the gap')
    const wal = walArchiveOf(join(state, 'postgres'))
    const segments = (await readdir(wal)).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name)).toSorted()
    const gap = segments.at(-2) ?? expect.fail()
    await rm(join(wal, gap))
    await rm(join(state, 'postgres', 'data', 'pg_wal', gap.replace('.gz', '')), { force: true })
    await expect(goTo(moment)).rejects.toThrow('has a gap before it')
    expect(await notes()).toEqual([...rows, 'behind the gap', 'x', 'y'].toSorted())
  })

  it('is left alone while the installation runs', async () => {
    const lock = await acquireInstanceLock(state, 'http://localhost:1')
    await expect(goTo(new Date())).rejects.toMatchObject({ exitCode: 5 })
    lock.release()
  })
})
