import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSharedData } from '@semiont/testkit/shared-data'
import { describe, expect, it } from 'vitest'
import { anchor } from './anchor.ts'
import { CodePoints } from './code-points.ts'
import { describeRange } from './describe-range.ts'

const found = findSharedData('texts', 'anchoring on the novels')
const folder = found ?? ''
const novels = found === undefined ? [] : readdirSync(found).filter((name) => /^\d+_.*\.txt$/.test(name))

/** Park and Miller's generator: the same ranges in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

describe.runIf(found !== undefined)('on five novels', () => {
  it('has all five', () => expect(novels).toHaveLength(5))

  it.each(novels)('finds 1,000 random passages of %s again, with the position right, wrong or missing', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
    const points = new CodePoints(text)
    const random = randomNumbers(20_260_131)
    for (let i = 0; i < 1_000; i += 1) {
      const start = random(points.length)
      const end = Math.min(points.length, start + 1 + random(i % 10 === 0 ? 2_000 : 200))
      const [quote, position] = describeRange(points, { start, end })
      const shift = 1 + random(5_000)
      const shifted = { ...position, start: start + shift, end: end + shift }
      expect(anchor(points, [quote, position])).toMatchObject({ state: 'anchored', score: 1, start, end })
      expect(anchor(points, [quote, shifted])).toMatchObject({ state: 'anchored', score: 1, start, end })
      expect(anchor(points, quote)).toMatchObject({ state: 'anchored', score: 1, start, end })
    }
  })

  it.each(novels)('anchors nothing to the wrong place in %s when a chapter of it is gone', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
    const before = new CodePoints(text)
    const [cutFrom, cutTo] = [Math.floor(before.length * 0.4), Math.floor(before.length * 0.5)]
    const after = new CodePoints(before.slice(0, cutFrom) + before.slice(cutTo))
    const random = randomNumbers(7)
    let falselyAnchored = 0
    for (let i = 0; i < 500; i += 1) {
      const start = cutFrom + random(cutTo - cutFrom - 100)
      const found = anchor(after, describeRange(before, { start, end: start + 3 + random(97) }))
      if (found.state === 'anchored') falselyAnchored += 1
    }
    expect(falselyAnchored).toBe(0)
  })
})
