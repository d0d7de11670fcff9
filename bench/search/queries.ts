import type { BenchDocument, Question } from './corpus.ts'
import { randomFrom } from './corpus.ts'

export type Kind =
  | 'rare word'
  | 'frequent word'
  | 'two words'
  | 'three words'
  | 'phrase'
  | 'prefix'
  | 'without'
  | 'either'
  | 'question'
  | 'name'

export interface BenchQuery {
  kind: Kind
  text: string
}

/** The same number of each kind, out of the documents themselves. */
export function chooseQueries(
  documents: readonly BenchDocument[],
  questions: readonly Question[],
  each: number,
): BenchQuery[] {
  const random = randomFrom(7)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const frequent = frequentWords(documents)
  const ordinary = () => pick(wordsOf(pick(documents).text).filter((word) => word.length > 4 && /^[a-z]+$/.test(word)))
  const rare = () => pick(wordsOf(pick(documents).text).filter((word) => /^[A-Z][a-z]{6,}$/.test(word)))
  const neighbours = (count: number) => {
    const words = wordsOf(pick(documents).text)
    const start = Math.floor(random() * Math.max(1, words.length - count))
    return words.slice(start, start + count)
  }
  const together = (count: number) =>
    neighbours(60)
      .filter((word) => word.length > 4)
      .toSorted(() => random() - 0.5)
      .slice(0, count)
      .join(' ')
  const make: Record<Kind, () => string> = {
    'rare word': rare,
    'frequent word': () => pick(frequent),
    'two words': () => together(2),
    'three words': () => together(3),
    phrase: () => `"${neighbours(3).join(' ')}"`,
    prefix: () => `${ordinary().slice(0, 5)}*`,
    without: () => `${ordinary()} -${pick(frequent)}`,
    either: () => `${ordinary()} OR ${ordinary()} ${pick(frequent)}`,
    question: () => pick(questions).question,
    name: () => pick(documents).name.replaceAll(/[^\p{L}\p{N} ]/gu, ' '),
  }
  return Object.entries(make).flatMap(([kind, text]) =>
    Array.from({ length: each }, () => ({ kind: kind as Kind, text: text() })),
  )
}

function wordsOf(text: string): string[] {
  return text.match(/\p{L}+/gu) ?? []
}

function frequentWords(documents: readonly BenchDocument[]): string[] {
  const counts = new Map<string, number>()
  for (const { text } of documents.slice(0, 500)) {
    for (const word of new Set(wordsOf(text.toLowerCase()))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts]
    .filter(([word]) => word.length > 3)
    .toSorted((a, b) => b[1] - a[1])
    .slice(20, 80)
    .map(([word]) => word)
}
