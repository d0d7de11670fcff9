import type { Client } from '../api.ts'
import { isObject, listOf, stringOf } from '../json.ts'
import { countCodePoints } from '../code-points.ts'
import type { ExchangeAnnotation } from '../model.ts'
import { stableId } from '../stable-id.ts'
import type { Library, LibraryEntry } from './library.ts'

export interface NoteLinks {
  readonly annotations: readonly ExchangeAnnotation[]
  /** How many name no document that is here. */
  readonly withoutTarget: number
}

type DocumentAnswer = Awaited<ReturnType<Client['resources']['document']>>

/**
 * The links of a note to others, `[[name]]` or relative, as references bound to the document they mean. The reader of the
 * server has found them: it knows where their words are in the text.
 */
export function findNoteLinks(note: LibraryEntry, answer: DocumentAnswer, library: Library): NoteLinks {
  const annotations: ExchangeAnnotation[] = []
  let withoutTarget = 0
  for (const { target, start, end } of linksOf(answer)) {
    const found = library.called(target, note.path)
    if (!found) withoutTarget += 1
    else if (found.id !== note.id && start < end) {
      annotations.push({
        id: stableId('note-link', note.path, start, end, target),
        spans: [{ start, end }],
        motivation: 'linking',
        bodies: [{ kind: 'link', target: found.id, purpose: 'identifying' }],
      })
    }
  }
  return { annotations, withoutTarget }
}

interface Link {
  readonly target: string
  readonly start: number
  readonly end: number
}

function* linksOf(node: unknown): Generator<Link> {
  if (!isObject(node)) return
  const target = isObject(node['attributes']) ? stringOf(node['attributes']['wikiTarget']) : undefined
  const texts = target === undefined ? [] : [...textsOf(node)]
  const [first, last] = [texts[0], texts.at(-1)]
  if (target !== undefined && first && last)
    yield { target, start: first.start, end: last.start + countCodePoints(last.text) }
  for (const value of [node['tree'], node['root'], node['children']]) {
    for (const child of listOf(value)) yield* linksOf(child)
  }
}

function* textsOf(node: unknown): Generator<{ text: string; start: number }> {
  if (!isObject(node)) return
  const { text, start } = node
  if (typeof text === 'string' && typeof start === 'number') yield { text, start }
  for (const child of listOf(node['children'])) yield* textsOf(child)
}
