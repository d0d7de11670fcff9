import { AFTER, BEFORE, JSON_TEXT, NEW_DOCUMENT, TEXT, TYPES } from './columns.ts'

export type Line =
  | { readonly kind: 'token'; readonly form: string; readonly tag: string; readonly spaceAfter: boolean }
  | { readonly kind: 'comment'; readonly key: string; readonly value: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'document' }
  /** A word that its multi-word token has covered. */
  | { readonly kind: 'covered' }

const KEYS = [NEW_DOCUMENT, TEXT, JSON_TEXT, BEFORE, AFTER, TYPES]
const TAG = /^(?:O|[BIESLU]-.+|[BIESLU])$/

/** Reads one line after the other; words of a CoNLL-U multi-word token are covered by it. */
export function createLineReader(): (line: string) => Line {
  let coveredUntil = 0
  return (line) => {
    if (line.trim() === '') {
      coveredUntil = 0
      return { kind: 'blank' }
    }
    if (line.startsWith('-DOCSTART-')) return { kind: 'document' }
    const columns = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/)
    const comment = line.startsWith('#') ? readComment(line, columns) : undefined
    if (comment) return comment
    const id = /^(\d+)(?:([-.])(\d+))?$/.exec(columns[0] ?? '')
    if (!id || columns.length < 10) {
      return {
        kind: 'token',
        form: columns[0] ?? '',
        tag: columns.length > 1 ? (columns.at(-1) ?? 'O').trim() : 'O',
        spaceAfter: true,
      }
    }
    if (id[2] === '.' || Number(id[1]) <= coveredUntil) return { kind: 'covered' }
    if (id[2] === '-') coveredUntil = Number(id[3])
    return readUniversal(columns)
  }
}

function readComment(line: string, columns: readonly string[]): Line | undefined {
  const [, key = '', value = ''] = /^# ?([^=]*?) ?=(?: (.*))?$/s.exec(line) ?? []
  if (KEYS.includes(key)) return { kind: 'comment', key, value }
  // A token may be the number sign itself.
  const isToken = columns[0] === '#' && columns.length > 1 && TAG.test(columns.at(-1) ?? '')
  return isToken ? undefined : { kind: 'comment', key, value }
}

function readUniversal(columns: readonly string[]): Line {
  const misc = new Map(
    (columns[9] ?? '_')
      .split('|')
      .map((pair) => [pair.split('=')[0]?.toLowerCase() ?? '', pair.slice(pair.indexOf('=') + 1)]),
  )
  const tag = misc.get('ner') ?? misc.get('entity') ?? 'O'
  return {
    kind: 'token',
    form: columns[1] ?? '',
    tag: TAG.test(tag) ? tag : 'O',
    spaceAfter: misc.get('spaceafter') !== 'No',
  }
}
