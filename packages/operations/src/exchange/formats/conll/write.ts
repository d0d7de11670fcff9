import { CodePointText } from '../../code-points.ts'
import type { Losses } from '../../losses.ts'
import type { ExchangeAnnotation, WrittenDocument } from '../../model.ts'
import { AFTER, BEFORE, DEFAULT_GAP, JSON_TEXT, NEW_DOCUMENT, TEXT, TYPES } from './columns.ts'

/** In UTF-16 positions. */
interface Entity {
  readonly start: number
  readonly end: number
  readonly type: string
}

const TOKEN = /[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu

/** One document in two columns, token and BIO tag. Words end where an entity begins or ends, so every entity is whole tokens. */
export function* conllLines(document: WrittenDocument, losses: Losses): Generator<string> {
  const text = new CodePointText(document.text)
  const entities = chooseEntities(document.annotations, text, losses)
  yield `# ${NEW_DOCUMENT} = ${document.path}\n`
  const types = namesOf(entities)
  if (Object.keys(types.odd).length > 0) yield `# ${TYPES} = ${JSON.stringify(types.odd)}\n`
  let written = 0
  for (const { start, end } of sentencesOf(document.text, entities)) {
    const gap = document.text.slice(written, start)
    if (gap !== (written === 0 ? '' : DEFAULT_GAP)) yield `# ${BEFORE} = ${JSON.stringify(gap)}\n`
    const sentence = document.text.slice(start, end)
    yield /[\n\r]/.test(sentence) ? `# ${JSON_TEXT} = ${JSON.stringify(sentence)}\n` : `# ${TEXT} = ${sentence}\n`
    const within = entities.filter((entity) => entity.start >= start && entity.end <= end)
    for (const line of tokenLines(sentence, start, within, types.columnName)) yield line
    yield '\n'
    written = end
  }
  if (written < document.text.length) yield `# ${AFTER} = ${JSON.stringify(document.text.slice(written))}\n\n`
}

function chooseEntities(annotations: readonly ExchangeAnnotation[], text: CodePointText, losses: Losses): Entity[] {
  const candidates = annotations.flatMap((annotation) => candidateOf(annotation, text, losses))
  candidates.sort((a, b) => a.start - b.start || b.end - a.end)
  const chosen: Entity[] = []
  for (const entity of candidates) {
    if (entity.start < (chosen.at(-1)?.end ?? 0))
      losses.add('entities overlap an earlier or longer one; CoNLL has one tag for a token')
    else chosen.push(entity)
  }
  return chosen
}

function candidateOf(annotation: ExchangeAnnotation, text: CodePointText, losses: Losses): Entity[] {
  const [span, ...more] = annotation.spans
  const types = annotation.bodies.flatMap((body) => (body.kind === 'entityType' ? [body.value] : []))
  const [type] = types
  if (type === undefined || annotation.relation !== undefined)
    losses.add('annotations name no entity type, and CoNLL has nothing else')
  else if (!span || more.length > 0) losses.add('entities are the whole document or have several parts')
  else {
    const start = text.toUtf16(span.start)
    const words = text.text.slice(start, text.toUtf16(span.end))
    const trimmed = words.trim()
    losses.add('entities have further entity types, of which the first is kept', types.length > 1 ? 1 : 0)
    losses.add('entities have tags, comments or links', annotation.bodies.length > types.length ? 1 : 0)
    losses.add('entities begin or end with white space, which is left out', words === trimmed ? 0 : 1)
    const from = start + words.length - words.trimStart().length
    if (trimmed !== '') return [{ start: from, end: from + trimmed.length, type }]
  }
  return []
}

/** Names with white space, which would be columns of their own for many readers, get underscores and a line that says so. */
function namesOf(entities: readonly Entity[]) {
  const odd: Record<string, string> = {}
  const taken = new Set(entities.map(({ type }) => type))
  const names = new Map<string, string>()
  for (const type of taken) {
    let name = type.replace(/\s/g, '_')
    while (name !== type && (taken.has(name) || name in odd)) name += '_'
    if (name !== type) odd[name] = type
    names.set(type, name)
  }
  return { odd, columnName: (type: string) => names.get(type) ?? type }
}

/** Without white space around them; one that would end within an entity goes on. */
function* sentencesOf(text: string, entities: readonly Entity[]): Generator<{ start: number; end: number }> {
  let from = 0
  let next = 0
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)) {
    const end = index + segment.length
    while ((entities[next]?.end ?? Infinity) <= end) next += 1
    if ((entities[next]?.start ?? Infinity) < end) continue
    const piece = text.slice(from, end)
    const start = from + piece.length - piece.trimStart().length
    if (piece.trim() !== '') yield { start, end: start + piece.trim().length }
    from = end
  }
}

function* tokenLines(
  sentence: string,
  base: number,
  entities: readonly Entity[],
  columnName: (type: string) => string,
): Generator<string> {
  let position = 0
  for (const { start, end, type } of entities) {
    yield* tagged(sentence.slice(position, start - base), 'O', 'O')
    yield* tagged(sentence.slice(start - base, end - base), `B-${columnName(type)}`, `I-${columnName(type)}`)
    position = end - base
  }
  yield* tagged(sentence.slice(position), 'O', 'O')
}

function* tagged(words: string, first: string, others: string): Generator<string> {
  let tag = first
  for (const [token] of words.matchAll(TOKEN)) {
    yield `${token}\t${tag}\n`
    tag = others
  }
}
