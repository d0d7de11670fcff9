import { posix } from 'node:path'
import { countCodePoints } from '../../code-points.ts'
import type { ExchangeAnnotation, ExchangeDocument, ReadDocuments, ReadFault } from '../../model.ts'
import { nameOf, withExtension } from '../../paths.ts'
import { stableId } from '../../stable-id.ts'
import { AFTER, BEFORE, DEFAULT_GAP, JSON_TEXT, NEW_DOCUMENT, TEXT, TYPES } from './columns.ts'
import { createLineReader } from './lines.ts'

interface Token {
  readonly form: string
  readonly tag: string
  readonly spaceAfter: boolean
}

interface Entity {
  readonly type: string
  readonly start: number
  end: number
}

/**
 * Reads documents with their named entities. The text is put together again: from `# text` where it is given, else tokens
 * with a space between them (unless SpaceAfter=No) and a line for each sentence.
 */
export function readConll(path: string, file: string): ReadDocuments {
  const readLine = createLineReader()
  const documents: ConllDocument[] = []
  const faults: ReadFault[] = []
  let document = new ConllDocument(undefined)
  const begin = (id: string | undefined) => {
    if (document.finish()) documents.push(document)
    document = new ConllDocument(id)
  }
  for (const [index, line] of file.replace(/\r\n?/g, '\n').split('\n').entries()) {
    const read = readLine(line)
    if (read.kind === 'token') document.token(read)
    else if (read.kind === 'blank') document.endSentence()
    else if (read.kind === 'document') begin(undefined)
    else if (read.kind === 'comment' && read.key === NEW_DOCUMENT) begin(read.value.trim())
    else if (read.kind === 'comment' && !document.comment(read.key, read.value))
      faults.push({ where: `line ${index + 1}`, reason: `what follows "${read.key} =" is no JSON` })
  }
  if (document.finish()) documents.push(document)
  return { documents: documents.map((made, index) => toDocument(path, made, index, documents.length)), faults }
}

function toDocument(file: string, made: ConllDocument, index: number, count: number): ExchangeDocument {
  const own =
    made.id === undefined || made.id === '' ? undefined : posix.normalize(made.id).replace(/^(?:\.\.?\/|\/)+/, '')
  const numbered = count === 1 ? '.txt' : `-${`${index + 1}`.padStart(`${count}`.length, '0')}.txt`
  const path =
    own === undefined
      ? withExtension(file, 'txt').replace(/\.txt$/, numbered)
      : own.endsWith('.txt')
        ? own
        : `${own}.txt`
  const annotations = made.entities.map((entity, number): ExchangeAnnotation => {
    const { start, end, type } = entity
    const body = { kind: 'entityType' as const, value: made.types[type] ?? type }
    return {
      id: stableId('conll', path, number, start, end, type),
      spans: [{ start, end }],
      motivation: 'linking',
      bodies: [body],
    }
  })
  const bytes = new TextEncoder().encode(made.text)
  return { path, name: nameOf(path), mediaType: 'text/plain', bytes, metadata: {}, annotations }
}

class ConllDocument {
  readonly id: string | undefined
  text = ''
  readonly entities: Entity[] = []
  types: Record<string, string> = {}
  #length = 0
  #tokens: Token[] = []
  #sentence: string | undefined
  #gap: string | undefined

  constructor(id: string | undefined) {
    this.id = id
  }

  token(token: Token): void {
    this.#tokens.push(token)
  }

  /** Whether its value could be read. */
  comment(key: string, value: string): boolean {
    if (key === TEXT) this.#sentence = value
    if (![JSON_TEXT, BEFORE, AFTER, TYPES].includes(key)) return true
    const parsed = parseJson(value)
    if (key === TYPES) {
      if (typeof parsed !== 'object' || parsed === null) return false
      this.types = Object.fromEntries(Object.entries(parsed).map(([name, real]) => [name, String(real)]))
      return true
    }
    if (typeof parsed !== 'string') return false
    if (key === JSON_TEXT) this.#sentence = parsed
    else if (key === BEFORE) this.#gap = parsed
    else this.#append(parsed)
    return true
  }

  endSentence(): void {
    const tokens = this.#tokens
    if (tokens.length === 0) return
    this.#append(this.#gap ?? (this.text === '' ? '' : DEFAULT_GAP))
    const placed = (this.#sentence === undefined ? undefined : placeIn(this.#sentence, tokens)) ?? joinTokens(tokens)
    const base = this.#length
    this.#append(placed.text)
    this.#addEntities(tokens, placed.text, placed.starts, base)
    this.#tokens = []
    this.#sentence = undefined
    this.#gap = undefined
  }

  /** Whether there is anything in it. */
  finish(): boolean {
    this.endSentence()
    return this.text.trim() !== ''
  }

  #append(text: string): void {
    this.text += text
    this.#length += countCodePoints(text)
  }

  /** IOB1, IOB2, BIOES and BILOU: a tag continues what is open when it is of its type and does not say that it begins. */
  #addEntities(tokens: readonly Token[], text: string, starts: readonly number[], base: number): void {
    let open: Entity | undefined
    let counted = { utf16: 0, codePoints: 0 }
    const position = (utf16: number): number => {
      counted = { utf16, codePoints: counted.codePoints + countCodePoints(text.slice(counted.utf16, utf16)) }
      return base + counted.codePoints
    }
    for (const [index, { form, tag }] of tokens.entries()) {
      const mark = tag[0] ?? 'O'
      const from = starts[index] ?? 0
      const start = position(from)
      const end = position(from + form.length)
      const type = tag.slice(2) || 'Entity'
      if (mark === 'O') open = undefined
      else if (open && open.type === type && 'IEL'.includes(mark)) open.end = end
      else this.entities.push((open = { type, start, end }))
      if ('SUEL'.includes(mark)) open = undefined
    }
  }
}

/** Where the tokens are in the sentence; undefined when it is not theirs. */
function placeIn(sentence: string, tokens: readonly Token[]): { text: string; starts: number[] } | undefined {
  const starts: number[] = []
  let position = 0
  for (const { form } of tokens) {
    const found = sentence.indexOf(form, position)
    if (found < 0) return undefined
    starts.push(found)
    position = found + form.length
  }
  return { text: sentence, starts }
}

function joinTokens(tokens: readonly Token[]): { text: string; starts: number[] } {
  const starts: number[] = []
  let text = ''
  let space = ''
  for (const { form, spaceAfter } of tokens) {
    text += space
    starts.push(text.length)
    text += form
    space = spaceAfter ? ' ' : ''
  }
  return { text, starts }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
