import { appendFileSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogEntry, LogQuery } from '../platform/platform.ts'
import { linesBackwards, offsetAfter } from './logs/lines-backwards.ts'
import { openRotatingLog } from './logs/rotating-log.ts'
import { waitUntil } from './processes/wait-until.ts'
import { readLogs } from './read-logs.ts'
import { at, collect, line, LogFolder } from './testing/log-folder.ts'

let folder: LogFolder
beforeEach(() => {
  folder = new LogFolder()
})
afterEach(() => folder.remove())

const SERVICES = ['frontend', 'backend', 'worker', 'database'] as const
const messages = async (query: Partial<LogQuery> = {}) =>
  (await collect(readLogs(folder.state, { services: SERVICES, ...query }))).map(({ message }) => message)

describe('reading what there is', () => {
  it('merges services, replicas and files that were put aside in the order of time', async () => {
    folder.write('backend.log.2', line(1, 'one'))
    folder.write('backend.log.1', line(2, 'two'), line(5, 'five'))
    folder.write('backend.log', line(8, 'eight'))
    folder.write('backend-2.log', line(3, 'three'), line(9, 'nine'))
    folder.write('postgres.log', line(4, 'four'))
    folder.write('tasks.log', line(6, 'six'))
    folder.write('worker.log.1', line(7, 'seven'))
    folder.write('something-else.log', line(1, 'not ours'))
    expect(await messages()).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'])
    expect(await messages({ services: ['database'] })).toEqual(['four'])
    const entries = await collect(readLogs(folder.state, { services: ['backend'], contains: 'three' }))
    expect(entries).toMatchObject([{ service: 'backend', fields: { replica: 'backend-2' } }])
  })

  it('gives the newest so many, the oldest of them first', async () => {
    folder.write('backend.log', ...Array.from({ length: 20 }, (_, second) => line(second, `b${second}`)))
    folder.write('worker.log', line(18.5, 'w18'))
    expect(await messages({ limit: 4 })).toEqual(['b17', 'b18', 'w18', 'b19'])
    expect(await messages({ limit: 0 })).toEqual([])
  })

  it('filters by time, level, words and request', async () => {
    folder.write(
      'backend.log',
      line(0, 'Old'),
      line(10, 'Saved', { requestId: 'r1', durationMs: 12 }),
      line(11, 'Broken "pipe"', { level: 'ERROR', requestId: 'r2' }),
      line(12, 'Slow', { level: 'WARN', note: 'r1 is in here too' }),
      'Error: not JSON at all',
    )
    expect(await messages({ since: new Date(at(11)), until: new Date(at(12)), contains: 'o' })).toEqual([
      'Broken "pipe"',
      'Slow',
    ])
    expect(await messages({ minimumLevel: 'WARN' })).toEqual(['Broken "pipe"', 'Slow', 'Error: not JSON at all'])
    expect(await messages({ contains: 'broken "PIPE"' })).toEqual(['Broken "pipe"'])
    expect(await messages({ contains: 'durationms=12 saved' })).toEqual(['Saved'])
    expect(await messages({ contains: 'error' })).toEqual(['Broken "pipe"', 'Error: not JSON at all'])
    expect(await messages({ requestId: 'r1' })).toEqual(['Saved'])
  })

  it('finds nothing where nothing was logged yet', async () => {
    expect(await messages()).toEqual([])
    folder.write('backend.log')
    expect(await messages()).toEqual([])
  })

  it('reads lines over the borders of pieces, long ones, and those of several bytes a letter', async () => {
    const texts = Array.from({ length: 3000 }, (_, number) => `${'äß€😀'.repeat(number % 90)} ${number}`)
    folder.write('backend.log', ...texts.map((text, number) => line(number, text)), line(4000, 'x'.repeat(600_000)))
    const found = await messages({ limit: 5000 })
    expect(found.slice(0, -1)).toEqual(texts)
    expect(found.at(-1)).toHaveLength(600_000)
  })

  it('keeps of a line without end no more than its beginning', async () => {
    writeFileSync(folder.file('backend.log'), `first\n${'y'.repeat(3_000_000)}`)
    const found = await messages()
    expect(found[0]).toBe('first')
    expect(found[1]?.length).toBeLessThan(2_000_000)
  })
})

it('looks at little of a large file when what is wanted is at its end, or before a time', async () => {
  const lines = Array.from({ length: 60_000 }, (_, second) => line(second, `message number ${second}`))
  folder.write('backend.log', ...lines)
  const { size } = statSync(folder.file('backend.log'))
  const handle = await open(folder.file('backend.log'))
  const last = await linesBackwards(handle, size).next()
  expect(last.value?.length).toBeLessThan(lines.length / 10)
  const end = await offsetAfter(handle, size, (text) => text.includes('"time"') && text > JSON.stringify(lines[600]))
  await handle.close()
  expect(end).toBeLessThan(size)
  expect(await messages({ until: new Date(at(600)), limit: 2 })).toEqual(['message number 599', 'message number 600'])
})

describe('following', () => {
  let stop: AbortController
  let seen: LogEntry[]
  let following: Promise<void>

  function follow(query: Partial<LogQuery> = {}): void {
    stop = new AbortController()
    seen = []
    const entries = readLogs(folder.state, { services: SERVICES, follow: true, signal: stop.signal, ...query })
    following = (async () => {
      for await (const entry of entries) seen.push(entry)
    })()
  }

  const says = async (...expected: string[]) => {
    await waitUntil(() => seen.length >= expected.length, { timeout: 5000 })
    expect(seen.map(({ message }) => message)).toEqual(expected)
  }

  afterEach(async () => {
    stop.abort()
    await following
  })

  it('tells what there is, then every line once, over rotation, and of logs that begin later', async () => {
    const log = openRotatingLog(folder.file('backend.log'), { rotateBytes: 300, keep: 20 })
    log.write(JSON.stringify(line(0, 'before')))
    await waitUntil(() => readFileSync(folder.file('backend.log'), 'utf8') !== '', { timeout: 2000 })
    follow()
    await says('before')
    const expected = Array.from({ length: 40 }, (_, number) => `after ${number}`)
    for (const [number, text] of expected.entries()) log.write(JSON.stringify(line(number + 1, text)))
    await says('before', ...expected)
    folder.write('frontend-2.log', line(100, 'a new replica'))
    await says('before', ...expected, 'a new replica')
    await log.close()
  })

  it('goes on after the file was emptied, and waits for the end of a line', async () => {
    folder.write('backend.log', line(0, 'first'))
    appendFileSync(folder.file('backend.log'), '{"level":"INFO","mess')
    follow()
    await says('first')
    appendFileSync(folder.file('backend.log'), 'age":"second"}\n')
    await says('first', 'second')
    truncateSync(folder.file('backend.log'))
    await new Promise((resolve) => setTimeout(resolve, 500))
    folder.append('backend.log', line(2, 'third'))
    await says('first', 'second', 'third')
  })

  it('reads what its writer adds to a file after that was put aside', async () => {
    folder.write('worker.log', line(0, 'first'))
    follow({ services: ['worker'], limit: 0 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    renameSync(folder.file('worker.log'), folder.file('worker.log.1'))
    folder.write('worker.log', line(3, 'third'))
    folder.append('worker.log.1', line(2, 'second'))
    await says('second', 'third')
  })

  it('lets through only what is asked for', async () => {
    folder.write('backend.log')
    follow({ minimumLevel: 'ERROR', contains: 'disk' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    folder.append('backend.log', line(1, 'disk'), line(2, 'Disk is full', { level: 'ERROR' }))
    await says('Disk is full')
  })
})
