import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditRecord, chainRecord, lineOf } from './audit-record.ts'
import { anEntry } from './testing/audit-entry-fixtures.ts'
import { verifyTrail } from './verify-trail.ts'

const COUNT = 12
const chain: AuditRecord[] = []
for (let index = 0; index < COUNT; index++)
  chain.push(chainRecord(anEntry({ details: { index, word: 'Zürich' } }), chain.at(-1)))
const LINES = chain.map(lineOf)
const lastHash = chain.at(-1)?.hash ?? ''

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-verify-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

async function verify(content: readonly string[] | Buffer, head = { sequence: COUNT, hash: lastHash }) {
  const path = join(directory, 'trail.jsonl')
  await writeFile(path, Buffer.isBuffer(content) ? content : content.map((line) => `${line}\n`).join(''))
  return await verifyTrail(path, [head])
}

const anIndex = fc.nat({ max: COUNT - 1 })
const rewritten = (record: AuditRecord, changes: Partial<AuditRecord>, previous: AuditRecord | undefined) =>
  chainRecord({ ...anEntry(), ...record, ...changes }, previous)

describe('verifying a trail', () => {
  it('finds a whole one whole', async () => {
    expect(await verify(LINES)).toEqual({
      intact: true,
      records: COUNT,
      firstBad: null,
      incompleteBytes: 0,
      last: { sequence: COUNT, hash: lastHash },
    })
  })

  it('names the record in which any one byte was changed', async () => {
    const bytes = Buffer.from(LINES.map((line) => `${line}\n`).join(''))
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const changed = Buffer.from(bytes)
        changed[at] = (bytes[at] ?? 0) ^ difference
        const line = bytes.subarray(0, at).toString().split('\n').length
        const { intact, firstBad } = await verify(changed)
        expect(intact).toBe(false)
        expect(firstBad?.line).toBe(line)
      }),
      { numRuns: 300 },
    )
  })

  it('names the first record that was taken away', async () => {
    await fc.assert(
      fc.asyncProperty(anIndex, fc.integer({ min: 1, max: 3 }), async (index, count) => {
        const { firstBad } = await verify(LINES.toSpliced(index, count))
        const isEnd = index + count >= COUNT
        expect(firstBad).toMatchObject({
          sequence: index + 1,
          line: index + 1,
          damage: isEnd ? 'truncated' : 'removed',
        })
      }),
    )
  })

  it('names the place where a record stands that was moved', async () => {
    await fc.assert(
      fc.asyncProperty(anIndex, anIndex, async (a, b) => {
        fc.pre(a !== b)
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const swapped = LINES.with(from, LINES[to] ?? '').with(to, LINES[from] ?? '')
        expect((await verify(swapped)).firstBad).toMatchObject({
          line: from + 1,
          sequence: to + 1,
          damage: 'reordered',
        })
      }),
    )
  })

  it('names a record that was put in: a copy, or one made for the place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: COUNT - 1 }), async (index) => {
        const copy = await verify(LINES.toSpliced(index, 0, LINES[index - 1] ?? ''))
        expect(copy.firstBad).toMatchObject({ line: index + 1, damage: 'inserted' })
        const forged = lineOf(chainRecord(anEntry({ command: 'forged' }), chain[index - 1]))
        const put = await verify(LINES.toSpliced(index, 0, forged))
        expect(put.firstBad).toMatchObject({ line: index + 1, sequence: index + 1, damage: 'inserted' })
      }),
    )
  })

  it('names a record that was edited and hashed anew', async () => {
    await fc.assert(
      fc.asyncProperty(anIndex, async (index) => {
        const record = chain[index] as AuditRecord
        const forged = rewritten(record, { outcome: 'refused' }, chain[index - 1])
        const { firstBad } = await verify(LINES.with(index, lineOf(forged)))
        expect(firstBad).toMatchObject({ line: index + 1, sequence: index + 1, damage: 'edited' })
      }),
    )
  })

  it('sees by the head noted elsewhere that everything was written anew', async () => {
    const anew: AuditRecord[] = []
    for (const record of chain) anew.push(rewritten(record, { reason: 'nothing to see here' }, anew.at(-1)))
    expect((await verify(anew.map(lineOf))).firstBad).toMatchObject({ sequence: COUNT, damage: 'edited' })
  })

  it('takes a line without its end for a crash, unless the head says that there was more', async () => {
    const torn = Buffer.from(`${LINES.slice(0, 5).join('\n')}\n${LINES[5]?.slice(0, 40)}`)
    const fourth = { sequence: 5, hash: chain[4]?.hash ?? '' }
    expect(await verify(torn, fourth)).toMatchObject({ intact: true, records: 5, incompleteBytes: 40 })
    expect((await verify(torn)).firstBad).toMatchObject({ sequence: 6, damage: 'truncated' })
  })

  it('takes an empty trail for whole, and refuses a file that is not there', async () => {
    expect(await verify([], { sequence: 0, hash: '' })).toMatchObject({ records: 0 })
    await expect(verifyTrail(join(directory, 'nowhere'))).rejects.toThrow('cannot be read')
  })
})
