import { searchable } from './searchable-text.ts'

/** `words`: in any of their forms. `exact`: these words in this order. `prefix`: the last word may go on. */
export interface Term {
  kind: 'words' | 'exact' | 'prefix'
  /** Words with one space between. */
  text: string
}

export interface SearchQuery {
  /** Each must be there; of the terms of one, any. */
  required: Term[][]
  /** None may be there. */
  excluded: Term[]
}

/** More are not what a person types, and each costs. */
const MOST_TERMS = 16

/** `"exact phrase"`, `prefix*`, `-without`, `this OR that`, everything else words. Never fails; odd input is just words. */
export function parseSearchQuery(input: string): SearchQuery {
  const required: Term[][] = []
  const excluded: Term[] = []
  let alternative = false
  let terms = 0
  for (const { minus, text, quoted } of tokens(input)) {
    if (!quoted && !minus && /^(?:OR|\|)$/.test(text)) {
      alternative = required.length > 0
      continue
    }
    const term = toTerm(text, quoted)
    if (!term || (terms += 1) > MOST_TERMS) continue
    const last = required.at(-1)
    if (minus) excluded.push(term)
    else if (alternative && last) last.push(term)
    else required.push([term])
    alternative = false
  }
  return { required, excluded }
}

function* tokens(input: string): Generator<{ minus: boolean; text: string; quoted: boolean }> {
  for (const match of input.matchAll(/(?<![^\s])(-?)["“”„]([^"“”„]*)["“”„]?|(\S+)/g)) {
    const [, minus, phrase, word = ''] = match
    if (phrase !== undefined) yield { minus: minus === '-', text: phrase, quoted: true }
    else yield { minus: /^-./.test(word), text: word.replace(/^-+/, ''), quoted: false }
  }
}

function toTerm(text: string, quoted: boolean): Term | undefined {
  const words = searchable(text).split(/\s+/).filter(Boolean).join(' ')
  if (words === '') return undefined
  if (quoted) return { kind: 'exact', text: words }
  return { kind: text.endsWith('*') ? 'prefix' : 'words', text: words }
}
