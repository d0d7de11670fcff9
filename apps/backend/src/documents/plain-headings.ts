import type { Paragraph } from './plain-text.ts'

export interface PlainHeading {
  level: 2 | 3
  /** The next paragraph belongs to it: "CHAPTER ONE", "THE EVE OF THE WAR". */
  hasSubtitle: boolean
}

const PARTS = 'book|part|volume|act|buch|teil|band|akt|livre|partie|tome|acte|libro|parte|книга|часть|том'
const CHAPTERS = 'chapter|scene|canto|letter|stave|kapitel|szene|chapitre|scène|cap[ií]tulo|capitolo|глава'
const NUMBERS =
  '\\d{1,3}|[ivxlc]{1,8}|(?:twenty|thirty|forty|fifty)?-?(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|' +
  '(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|the (?:first|second|third|fourth|fifth|last)|' +
  'eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|premier|première'
const NUMBERED = new RegExp(`^(?:(${PARTS})|${CHAPTERS})\\s+(?:${NUMBERS})(?![\\p{L}\\p{N}])(.*)$`, 'isu')
const NAMED =
  /^(?:prologue|epilogue|preface|introduction|foreword|afterword|conclusion|vorwort|einleitung|nachwort|prolog|epilog)\.?$/i
const LONGEST = 120

/**
 * Chapter headings of a plain text, by the index of the paragraph. Conservative: a numbered "Chapter", "Part"… or a run of
 * numerals standing alone, and at least two of them; a missed heading costs less than a sentence shown as one.
 */
export function findHeadings(paragraphs: readonly Paragraph[]): Map<number, PlainHeading> {
  const found = new Map<number, 'part' | 'chapter'>()
  for (const [index, { text }] of paragraphs.entries()) {
    const kind = text.length <= LONGEST ? kindOf(text.trim()) : undefined
    if (kind) found.set(index, kind)
  }
  if (![...found.values()].includes('chapter')) {
    for (const index of numeralsInOrder(paragraphs)) found.set(index, 'chapter')
  }
  dropContents(found)
  if (found.size < 2) return new Map()
  const hasParts = [...found.values()].includes('part')
  const headings = new Map<number, PlainHeading>()
  for (const [index, kind] of [...found].toSorted((a, b) => a[0] - b[0])) {
    const level = hasParts && kind === 'chapter' ? 3 : 2
    headings.set(index, { level, hasSubtitle: hasSubtitle(paragraphs, found, index) })
  }
  return headings
}

function kindOf(text: string): 'part' | 'chapter' | undefined {
  if (text.split('\n').length > 2) return undefined
  if (NAMED.test(text)) return 'chapter'
  const numbered = NUMBERED.exec(text)
  if (!numbered) return undefined
  const rest = numbered[2]?.trim() ?? ''
  // "Part two was harder, he said." is a sentence; "CHAPTER I." and "Chapter 1. Mr. Sherlock Holmes" are headings.
  const isSentence = /^[\p{Ll},;]/u.test(rest) || /[,;:]$|\p{L}{4,}[.!?]\s+\p{L}/u.test(rest) || /\p{Ll}\.$/u.test(rest)
  if (isSentence) return undefined
  return numbered[1] === undefined ? 'chapter' : 'part'
}

/** Paragraphs that are nothing but I, II, III… or 1, 2, 3… in this order (a new part may begin again at one). */
function numeralsInOrder(paragraphs: readonly Paragraph[]): number[] {
  const found: number[] = []
  let expected = 1
  for (const [index, { text }] of paragraphs.entries()) {
    const number = text.length <= 10 ? numeral(text.trim()) : undefined
    if (number === undefined || (number !== expected && number !== 1)) continue
    found.push(index)
    expected = number + 1
  }
  return found.length >= 2 && expected > 2 ? found : []
}

function numeral(text: string): number | undefined {
  const [, digits, roman] = /^(?:(\d{1,3})|([IVXLC]{1,8}))\.?$/.exec(text) ?? []
  if (digits !== undefined) return Number(digits)
  if (roman === undefined) return undefined
  const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 }
  let sum = 0
  for (const [index, letter] of [...roman].entries()) {
    const value = values[letter] ?? 0
    sum += value < (values[roman[index + 1] ?? ''] ?? 0) ? -value : value
  }
  return sum
}

/** Headings of one kind with nothing between them are lines of a table of contents. */
function dropContents(found: Map<number, 'part' | 'chapter'>): void {
  for (const [index, kind] of [...found].toSorted((a, b) => a[0] - b[0])) {
    if (found.get(index + 1) === kind) found.delete(index)
  }
}

function hasSubtitle(paragraphs: readonly Paragraph[], found: ReadonlyMap<number, unknown>, index: number): boolean {
  const title = paragraphs[index]?.text ?? ''
  const next = paragraphs[index + 1]?.text
  if (next === undefined || found.has(index + 1) || next.length > 80 || next.includes('\n')) return false
  const isBareNumber = /^\S+(?:\s+\S+)?$/.test(title.trim())
  return isBareNumber && /^[\p{Lu}\p{N}\s'’,.&:-]+$/u.test(next.trim()) && /\p{Lu}{2}/u.test(next)
}
