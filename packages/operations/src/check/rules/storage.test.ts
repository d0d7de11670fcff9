import { describe, expect, it } from 'vitest'
import type { StorageFact } from '../facts/storage.ts'
import { brief, judgingWith } from '../testing/judging.ts'
import { judgeDisk, judgeMemory } from './machine.ts'
import { judgeStorage } from './storage.ts'

const MB = 1_000_000
const fact: StorageFact = {
  directory: '/srv/semiont/.semiont/data',
  problem: null,
  detail: null,
  usedBytes: 500 * MB,
  files: 100,
  quotaBytes: 1000 * MB,
  ownDisk: false,
  freeBytes: 50_000 * MB,
  totalBytes: 100_000 * MB,
  growthPerDay: null,
}

describe('the folder of documents', () => {
  it.each<[string, Partial<StorageFact>, string[]]>([
    ['in order', {}, []],
    ['missing', { problem: 'missing', usedBytes: null }, ['critical storage.missing']],
    ['read-only', { problem: 'not-writable', detail: 'EROFS' }, ['critical storage.not-writable']],
    ['near its quota', { usedBytes: 950 * MB }, ['warning storage.nearly-full']],
    ['at its quota', { usedBytes: 1000 * MB }, ['critical storage.full']],
    ['too large to measure quickly', { usedBytes: null }, []],
    ['that grows slowly', { growthPerDay: MB }, []],
    ['that will be full in ten days', { growthPerDay: 50 * MB }, ['warning storage.filling']],
    [
      'on a small disk of its own that is full',
      { ownDisk: true, freeBytes: 0, totalBytes: MB },
      ['critical storage.full'],
    ],
    [
      'on a disk of its own with 5 % free',
      { ownDisk: true, freeBytes: 5, totalBytes: 100 },
      ['warning storage.nearly-full'],
    ],
    ['that shrinks', { growthPerDay: -50 * MB }, []],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeStorage({ ...fact, ...change }, judgingWith()))).toEqual(expected)
  })

  it('quotes a folder with blanks in the command to type', () => {
    const [finding] = judgeStorage({ ...fact, problem: 'not-writable', directory: `/srv/ada's files` }, judgingWith())
    expect(finding?.next).toBe(`ls -ld '/srv/ada'\\''s files'`)
  })
})

describe('the disk', () => {
  it.each<[string, number, number, string[]]>([
    ['half free', 50_000, 100_000, []],
    ['with 9 % free', 9_000, 100_000, ['warning disk.low']],
    ['with 1 % free', 1_000, 100_000, ['critical disk.full']],
    ['of one megabyte, full', 0, 1, ['critical disk.full']],
    ['of one megabyte, empty', 1, 1, []],
  ])('%s', (_what, free, total, expected) => {
    const disk = { folder: '/srv', freeBytes: free * MB, totalBytes: total * MB }
    expect(brief(judgeDisk(disk, judgingWith()))).toEqual(expected)
  })
})

it('memory below the limit is a finding', () => {
  const judge = (available: number) =>
    judgeMemory({ availableBytes: available * MB, totalBytes: 1000 * MB }, judgingWith())
  expect(brief(judge(40))).toEqual(['warning memory.low'])
  expect(judge(60)).toEqual([])
})
