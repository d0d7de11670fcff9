import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface BenchDocument {
  name: string
  text: string
}

export interface Question {
  question: string
  /** Names of the documents that together answer it. */
  answeredBy: string[]
}

/** mulberry32: the same documents in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** HotpotQA's passages as documents of their own, and questions that two of them answer. */
export function readEncyclopedia(folder: string): { documents: BenchDocument[]; questions: Question[] } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const corpus = read('hotpotqa_train_corpus.json') as Record<string, string[]>
  const questions = read('hotpotqa_train.json') as { question: string; supporting_facts: [string, number][] }[]
  return {
    documents: Object.entries(corpus).map(([name, sentences]) => ({ name, text: sentences.join('') })),
    questions: questions.map(({ question, supporting_facts }) => ({
      question,
      answeredBy: [...new Set(supporting_facts.map(([name]) => name))],
    })),
  }
}

const SYLLABLES =
  'an bel cor dan el far gol hal ir jor kal lin mar nor ol pen quin ros sel tor ul ven wil yar zan'.split(' ')

/**
 * Reports, each of four to thirty-three stretches out of five novels, in which the people and places of the novels have got names
 * of their own, so that frequent words are as frequent as in English and rare words as rare as in a real archive.
 */
export function composeReports(folder: string, count: number, seed: number): BenchDocument[] {
  const random = randomFrom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const stretches = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .replaceAll('\r\n', '\n')
        .split(/\n\s*\n/),
    )
    .filter((paragraph) => paragraph.length > 200)
  const invent = () => {
    const word = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(SYLLABLES)).join('')
    return word.charAt(0).toUpperCase() + word.slice(1)
  }
  return Array.from({ length: count }, (_, index) => {
    const names = new Map<string, string>()
    const renamed = (name: string) => names.get(name) ?? names.set(name, invent()).get(name) ?? name
    const body = Array.from({ length: 4 + Math.floor(random() ** 2 * 30) }, () => pick(stretches))
      .join('\n\n')
      .replaceAll(/(?<=[a-z,;] )[A-Z][a-z]{3,}/g, renamed)
    const place = invent()
    return { name: `Report ${index + 1}: ${place}`, text: `File ${place}-${10_000 + index}.\n\n${body}` }
  })
}
