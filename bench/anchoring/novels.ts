import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodePoints, describeRange, type TextRange } from '@semiont/anchoring'
import { findSharedData } from '@semiont/testkit/shared-data'

/** A passage of a novel, in code points and in the UTF-16 indices that the peers count in. */
export interface Passage {
  novel: Novel
  range: TextRange
  utf16: TextRange
  selectors: ReturnType<typeof describeRange>
  /** The same selectors after 1..5,000 characters were taken out above. */
  shifted: ReturnType<typeof describeRange>
}

export interface Novel {
  name: string
  points: CodePoints
}

export function readNovels(): Novel[] {
  const folder = findSharedData('texts', 'the bench on the novels')
  if (folder === undefined) throw new Error('There are no novels to measure on.')
  const names = readdirSync(folder).filter((name) => /^\d+_.*\.txt$/.test(name))
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replace(/^\ufeff/, '')
    return { name, points: new CodePoints(text.replace(/\r\n?/g, '\n')) }
  })
}

/** Passages of 1..200 code points, the same in every run, turn by turn from each novel. */
export function choosePassages(novels: readonly Novel[], count: number): Passage[] {
  const random = randomNumbers(20_260_131)
  return Array.from({ length: count }, (_, i) => {
    const novel = novels[i % novels.length]
    if (!novel) throw new Error('There are no novels to choose from.')
    const { points } = novel
    const start = random(points.length)
    const end = Math.min(points.length, start + 1 + random(200))
    const [quote, position] = describeRange(points, { start, end })
    const shift = 1 + random(5_000)
    return {
      novel,
      range: { start, end },
      utf16: { start: points.toUtf16(start), end: points.toUtf16(end) },
      selectors: [quote, position],
      shifted: [quote, { ...position, start: start + shift, end: end + shift }],
    }
  })
}

/** Park and Miller's generator. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
