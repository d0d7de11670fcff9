import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditRecord } from './audit-record.ts'
import { appendToTrail, auditFilesOf, readHead, readTrail } from './audit-trail.ts'
import { anEntry, newStateDirectory } from './testing/audit-entry-fixtures.ts'
import { verifyTrail } from './verify-trail.ts'

let directory: string

beforeEach(async () => {
  directory = await newStateDirectory()
})

afterEach(() => rm(directory, { recursive: true, force: true }))

const trail = () => auditFilesOf(directory).trail
const records = async () => {
  const found: AuditRecord[] = []
  for await (const record of readTrail(directory)) found.push(record)
  return found
}

const APPENDER = fileURLToPath(new URL('./testing/append-records.ts', import.meta.url))

function appender(count: number, name: string) {
  return spawn(process.execPath, ['--import', 'tsx', APPENDER, directory, String(count), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

describe('the audit trail', () => {
  it('chains each record to the one before, and says how far it goes', async () => {
    const first = await appendToTrail(directory, anEntry())
    const second = await appendToTrail(directory, anEntry({ before: { replicas: 1 }, after: { replicas: 2 } }))
    expect(first).toMatchObject({ sequence: 1, previousHash: '0'.repeat(64) })
    expect(second).toMatchObject({ sequence: 2, previousHash: first.hash, after: { replicas: 2 } })
    expect(await records()).toEqual([first, second])
    expect(await readHead(directory)).toEqual({ sequence: 2, hash: second.hash, at: second.at })
  })

  it('can be read by its owner alone', async () => {
    await appendToTrail(directory, anEntry())
    expect((await stat(trail())).mode & 0o077).toBe(0)
  })

  it('stays whole when processes and calls append at once', async () => {
    const processes = ['one', 'two', 'three'].map((name) => appender(15, name))
    const calls = Array.from({ length: 15 }, () => appendToTrail(directory, anEntry()))
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0] as number))
    await Promise.all(calls)
    expect(codes).toEqual([0, 0, 0])
    expect(await verifyTrail(trail())).toMatchObject({ intact: true, records: 60 })
  })

  it('goes on after a process that was killed while it appended', async () => {
    const child = appender(10_000, 'killed')
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await appendToTrail(directory, anEntry())
    expect(await verifyTrail(trail())).toMatchObject({ intact: true, incompleteBytes: 0 })
  })

  it('sets a line aside that a crash left incomplete, and says so in the trail', async () => {
    await appendToTrail(directory, anEntry())
    await appendFile(trail(), '{"actor":{"host":"lap')
    expect(await verifyTrail(trail())).toMatchObject({ intact: true, records: 1, incompleteBytes: 21 })

    await appendToTrail(directory, anEntry())
    const [, repair, last] = await records()
    expect(repair).toMatchObject({ kind: 'repair', sequence: 2, details: { bytes: 21 } })
    expect(last).toMatchObject({ kind: 'command', sequence: 3 })
    const aside = (await readdir(auditFilesOf(directory).folder)).filter((name) => name.startsWith('incomplete'))
    expect(aside).toEqual([repair?.details?.['incompleteLine']])
    expect(await readFile(join(auditFilesOf(directory).folder, aside[0] ?? ''), 'utf8')).toBe('{"actor":{"host":"lap')
    expect(await verifyTrail(trail())).toMatchObject({ intact: true, records: 3, incompleteBytes: 0 })
  })

  it('keeps showing for ever that its end was once cut off', async () => {
    await appendToTrail(directory, anEntry())
    const { size } = await stat(trail())
    await appendToTrail(directory, anEntry())
    await truncate(trail(), size)
    await appendToTrail(directory, anEntry())
    expect((await verifyTrail(trail())).firstBad).toMatchObject({ damage: 'removed', sequence: 2, line: 2 })
  })

  it('goes on after a last line that someone has made unreadable, and the damage stays', async () => {
    await appendToTrail(directory, anEntry())
    await writeFile(trail(), 'nonsense\n')
    await appendToTrail(directory, anEntry())
    expect((await verifyTrail(trail())).firstBad).toMatchObject({ damage: 'edited', sequence: 1, line: 1 })
  })

  it('keeps records longer than one reading step', async () => {
    await appendToTrail(directory, anEntry({ after: 'x'.repeat(200_000) }))
    await appendToTrail(directory, anEntry({ after: 'y'.repeat(300_000) }))
    await appendToTrail(directory, anEntry())
    expect(await verifyTrail(trail())).toMatchObject({ intact: true, records: 3 })
  })
})
