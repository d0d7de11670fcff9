import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verify } from './index.ts'
import { ada, type CounterStore, counted, evolveTotal, openCounterStore } from './testing/counter-store.ts'

let counters: CounterStore
beforeAll(async () => {
  counters = await openCounterStore()
  await counters.pool.query(
    'create table views (stream_id text, version int); create table jobs (stream_id text, version int)',
  )
})
afterAll(() => counters.close())

const WRITER = fileURLToPath(new URL('testing/crashing-writer.ts', import.meta.url))

/** Runs the writer until it is killed. Resolves with the version of each stream that it was told is saved. */
async function runUntilKilled(
  ...parameters: string[]
): Promise<{ signal: string | null; saved: Map<string, number>; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, counters.url, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.includes('survived')) child.stdin.end()
    if (parameters.includes('endless') && said.split('\n').length > 20)
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 80)
  })
  const signal = await new Promise<string | null>((resolve) => child.once('close', (_code, by) => resolve(by)))
  const lines = said.split('\n').filter((line) => /^\S+ \d+$/.test(line))
  const saved = new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]))
  return { signal, saved, said }
}

/** Events, views and jobs of a stream: all three or none, in pairs as they were appended, and the chain is whole. */
async function assertWhole(streamId: string): Promise<number> {
  const { version } = await counters.store.load(streamId, evolveTotal, 0)
  const versions = Array.from({ length: version }, (_, index) => ({ version: index + 1 }))
  expect(version % 2).toBe(0)
  for (const table of ['views', 'jobs']) {
    const { rows } = await counters.pool.query(`select version from ${table} where stream_id = $1 order by version`, [
      streamId,
    ])
    expect(rows).toEqual(versions)
  }
  expect(await verify(counters.pool, { streamId })).toMatchObject({ intact: true })
  return version
}

/** The server notices a dead client only when it next reads from or writes to it. */
async function serverNoticed(): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await counters.pool.query(
            `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
          )
        ).rowCount,
      { timeout: 10_000 },
    )
    .toBe(0)
}

/** begin, head, insert, two rows of the view, two jobs, commit. */
const QUERIES = ['begin', 'head', 'insert', 'view 1', 'view 2', 'job 1', 'job 2', 'commit']
const moments = QUERIES.flatMap((query, index) => {
  const step = String(index + 1)
  const sent = { query, step, moment: 'sent' }
  // After the answer is as good as before the next query, but for the insert and the commit themselves.
  return query === 'insert' || query === 'commit' ? [sent, { query, step, moment: 'answered' }] : [sent]
})

it.each(moments)(
  'a writer killed when its query ($query) is $moment leaves nothing half-written',
  { timeout: 60_000 },
  async ({ step, moment }) => {
    const stream = `killed-${step}-${moment}`
    const { signal, saved, said } = await runUntilKilled(stream, step, moment)
    expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: `${stream} 2\n` })
    expect(saved.get(stream)).toBe(2)
    await serverNoticed()
    const version = await assertWhole(stream)
    expect(version).toBeGreaterThanOrEqual(2)
    if (step !== String(QUERIES.length)) expect(version).toBe(2)
    if (step === String(QUERIES.length) && moment === 'answered') expect(version).toBe(4)
    await counters.store.append(stream, [counted()], { ...ada, expectedVersion: version })
  },
)

it('loses nothing that was acknowledged when six concurrent writers are killed at any moment', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < 3; round++) {
    const { signal, saved } = await runUntilKilled(`random-${round}`, 'endless')
    expect(signal).toBe('SIGKILL')
    await serverNoticed()
    await sleep(20)
    for (const [streamId, acknowledged] of saved)
      expect(await assertWhole(streamId)).toBeGreaterThanOrEqual(acknowledged)
  }
  expect(await verify(counters.pool)).toMatchObject({ intact: true })
})
