import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { anchor, describeRange, type TextRange } from '@semiont/anchoring'
import searchApproximately from 'approx-string-match'
import { fromTextPosition, toTextPosition } from 'dom-anchor-text-quote'
import { choosePassages, type Passage, readNovels } from './novels.ts'

/**
 * Describes and finds passages of five novels, ours and the named peers' turn by turn in one run. Every number is
 * the rate over as many passages as fit into BUDGET_MS, with the share of them that came back exactly.
 */
const PASSAGES = 2_000
const BUDGET_MS = 2_000

type Find = (passage: Passage) => TextRange | undefined

interface Measured {
  perSecond: number
  exactly: number
  passages: number
}

const root = ({ novel }: Passage) => ({ textContent: novel.points.text })

const ours = {
  withPosition: (passage: Passage) => found(anchor(passage.novel.points, passage.selectors)),
  withShiftedPosition: (passage: Passage) => found(anchor(passage.novel.points, passage.shifted)),
  byQuote: (passage: Passage) => found(anchor(passage.novel.points, passage.selectors[0])),
}

const domAnchorTextQuote = {
  withPosition: (passage: Passage) =>
    toTextPosition(root(passage), quoteOf(passage), { hint: passage.utf16.start }) ?? undefined,
  withShiftedPosition: (passage: Passage) => {
    const hint = Math.min(passage.shifted[1].start, passage.novel.points.text.length)
    return toTextPosition(root(passage), quoteOf(passage), { hint }) ?? undefined
  },
  byQuote: (passage: Passage) => toTextPosition(root(passage), quoteOf(passage)) ?? undefined,
}

/** Hypothesis' matcher without errors allowed; it lists occurrences and chooses none, so any that is right counts. */
const approxStringMatch = {
  byQuote: (passage: Passage) => {
    const matches = searchApproximately(passage.novel.points.text, passage.selectors[0].exact, 0)
    return matches.find((match) => match.start === passage.utf16.start && match.end === passage.utf16.end)
  },
}

function found(result: ReturnType<typeof anchor>): TextRange | undefined {
  return result.state === 'anchored' ? { start: result.start, end: result.end } : undefined
}

/** The peer's own description: its matcher takes at most 32 characters of context. */
const quoteOf = (passage: Passage) => fromTextPosition(root(passage), passage.utf16)

function measure(passages: readonly Passage[], find: Find, expected: (passage: Passage) => TextRange): Measured {
  for (const passage of passages.slice(0, 20)) find(passage)
  let done = 0
  let exactly = 0
  const started = performance.now()
  for (const passage of passages) {
    if (performance.now() - started > BUDGET_MS) break
    const range = find(passage)
    const right = expected(passage)
    if (range?.start === right.start && range.end === right.end) exactly += 1
    done += 1
  }
  const seconds = (performance.now() - started) / 1_000
  return { perSecond: Math.round(done / seconds), exactly: exactly / done, passages: done }
}

function measureAll(passages: readonly Passage[]) {
  const here = (passage: Passage) => passage.range
  const inUtf16 = (passage: Passage) => passage.utf16
  const describeOurs: Find = ({ novel, range }) => describeRange(novel.points, range)[1]
  const describeTheirs: Find = (passage) => {
    const { exact } = fromTextPosition(root(passage), passage.utf16)
    return { start: passage.utf16.start, end: passage.utf16.start + exact.length }
  }
  return {
    describe: {
      semiont: measure(passages, describeOurs, here),
      'dom-anchor-text-quote': measure(passages, describeTheirs, inUtf16),
    },
    'anchor, position right': {
      semiont: measure(passages, ours.withPosition, here),
      'dom-anchor-text-quote': measure(passages, domAnchorTextQuote.withPosition, inUtf16),
    },
    'anchor, position shifted': {
      semiont: measure(passages, ours.withShiftedPosition, here),
      'dom-anchor-text-quote': measure(passages, domAnchorTextQuote.withShiftedPosition, inUtf16),
    },
    'anchor, quote alone': {
      semiont: measure(passages, ours.byQuote, here),
      'dom-anchor-text-quote': measure(passages, domAnchorTextQuote.byQuote, inUtf16),
      'approx-string-match': measure(passages, approxStringMatch.byQuote, inUtf16),
    },
  }
}

function table(results: ReturnType<typeof measureAll>): string {
  const lines = ['| task | by | per second | ours / theirs | exactly right |', '|---|---|---:|---:|---:|']
  for (const [task, parties] of Object.entries(results)) {
    for (const [name, measured] of Object.entries(parties)) {
      const ratio = name === 'semiont' ? '' : (parties.semiont.perSecond / measured.perSecond).toPrecision(2)
      const share = `${(measured.exactly * 100).toFixed(1)} %`
      lines.push(`| ${task} | ${name} | ${measured.perSecond.toLocaleString('en')} | ${ratio} | ${share} |`)
    }
  }
  return lines.join('\n')
}

const novels = readNovels()
const results = measureAll(choosePassages(novels, PASSAGES))
const file = resolve(import.meta.dirname, '../results/anchoring.json')
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
const texts = novels.map(({ name, points }) => ({ name, codePoints: points.length }))
mkdirSync(resolve(file, '..'), { recursive: true })
writeFileSync(file, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, texts, results }, null, 2)}\n`)
process.stdout.write(`${table(results)}\n\nWritten to ${file}\n`)
