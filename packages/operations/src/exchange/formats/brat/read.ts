import type { ExchangeAnnotation, ExchangeBody, ReadFault, Relation, Span } from '../../model.ts'
import type { SourceText } from '../../source-text.ts'
import { stableId } from '../../stable-id.ts'
import { DEFAULT_MOTIVATION, EXTRA_NOTE, type Extra } from './standoff.ts'

export interface ReadAnn {
  readonly annotations: readonly ExchangeAnnotation[]
  readonly faults: readonly ReadFault[]
}

interface Draft {
  readonly key: string
  readonly where: string
  spans: readonly Span[]
  type: string | null
  motivation: string
  readonly bodies: ExchangeBody[]
  relation?: { kind: Relation['kind']; type: string; members: { role: string; key: string }[] }
}

class BratError extends Error {}

/**
 * Reads the annotations of a text. A passage becomes a reference with its type; a relation, an event and an equivalence
 * become one annotation of all their passages; attributes become tags, normalizations links, notes comments.
 * @param path of the text; with a line's own id it makes the id of the annotation
 */
export function readAnn(path: string, text: SourceText, ann: string): ReadAnn {
  const drafts = new Map<string, Draft>()
  const faults: ReadFault[] = []
  const later: { line: string; where: string }[] = []
  const attempt = (where: string, read: () => void) => {
    try {
      read()
    } catch (error) {
      if (!(error instanceof BratError)) throw error
      faults.push({ where, reason: error.message })
    }
  }
  for (const [index, line] of ann.replace(/\r\n?/g, '\n').split('\n').entries()) {
    const where = `line ${index + 1}`
    if (line.trim() === '') continue
    if (/^[TRE*]/.test(line)) attempt(where, () => addDraft(drafts, text, line, where))
    else later.push({ line, where })
  }
  for (const { line, where } of later) attempt(where, () => addDetail(drafts, line))
  const annotations: ExchangeAnnotation[] = []
  for (const draft of drafts.values()) attempt(draft.where, () => annotations.push(finish(path, draft, drafts)))
  return { annotations, faults }
}

function addDraft(drafts: Map<string, Draft>, text: SourceText, line: string, where: string): void {
  const [id = '', description = '', quoted] = line.split('\t')
  const [first = '', ...rest] = description.trim().split(/\s+/)
  const key = id === '*' ? `*${where}` : id
  const draft: Draft = { key, where, spans: [], type: null, motivation: DEFAULT_MOTIVATION, bodies: [] }
  if (drafts.has(key)) throw new BratError(`${id} is there twice`)
  if (id.startsWith('T')) {
    draft.type = first
    draft.spans = readSpans(description.trim().slice(first.length), text, quoted)
  } else {
    draft.relation = readRelation(id, first, rest)
  }
  drafts.set(key, draft)
}

function readSpans(written: string, text: SourceText, quoted: string | undefined): Span[] {
  const spans = written.split(';').map((part) => {
    const [start, end] = (/^\s*(\d+)\s+(\d+)\s*$/.exec(part) ?? []).slice(1).map(Number)
    if (start === undefined || end === undefined) throw new BratError(`"${part.trim()}" is no passage: two numbers`)
    return { start: text.position(start), end: text.position(end) }
  })
  for (const { start, end } of spans) {
    if (start < end && end <= text.canonical.length) continue
    throw new BratError(`${start}-${end} is no passage of the text, which has ${text.canonical.length} characters`)
  }
  const found = spans.map(({ start, end }) => text.canonical.slice(start, end)).join(' ')
  if (quoted !== undefined && withoutSpace(quoted) !== withoutSpace(found))
    throw new BratError(`it quotes “${quoted}”, and the text has “${found}” there`)
  return spans.toSorted((a, b) => a.start - b.start || a.end - b.end)
}

const withoutSpace = (words: string): string => words.replace(/\s+/g, '')

function readRelation(id: string, first: string, rest: readonly string[]): NonNullable<Draft['relation']> {
  const members = (id.startsWith('E') ? [first, ...rest] : rest).map((word) => {
    const colon = word.indexOf(':')
    return colon < 0 ? { role: '', key: word } : { role: word.slice(0, colon), key: word.slice(colon + 1) }
  })
  const [trigger] = members
  if (id.startsWith('E')) {
    if (!trigger?.role) throw new BratError(`an event begins with its type and trigger, such as Attack:T1`)
    return { kind: 'event', type: trigger.role, members }
  }
  if (first === '' || members.length === 0) throw new BratError('it names nothing that is related')
  return { kind: id === '*' ? 'equivalence' : 'relation', type: first, members }
}

/** Lines about other lines. */
function addDetail(drafts: ReadonlyMap<string, Draft>, line: string): void {
  const [id = '', description = '', text = ''] = splitDetail(line)
  const [kind = '', about = '', value] = description.trim().split(/\s+/)
  const draft = drafts.get(about)
  if (!/^[AMN#]/.test(id)) throw new BratError(`"${id}" begins no line that brat has`)
  if (!draft) throw new BratError(`it is about ${about || 'nothing'}, which is not there`)
  if (id.startsWith('N')) {
    if (!value?.includes(':'))
      throw new BratError('a normalization names its source and what it is there: Wikipedia:123')
    const label = text === '' ? {} : { label: text }
    draft.bodies.push({ kind: 'link', target: value, purpose: 'identifying', ...label })
  } else if (!id.startsWith('#')) {
    draft.bodies.push(value === undefined ? { kind: 'tag', value: kind } : { kind: 'tag', schema: kind, value })
  } else if (kind === EXTRA_NOTE) {
    addExtra(draft, text)
  } else {
    draft.bodies.push({ kind: 'text', value: text, purpose: 'commenting' })
  }
}

/** The last field is everything after the second tab. */
function splitDetail(line: string): string[] {
  const [id = '', description = '', ...rest] = line.split('\t')
  return [id, description, rest.join('\t')]
}

function addExtra(draft: Draft, json: string): void {
  const extra = parseExtra(json)
  if (extra.type !== undefined) draft.type = extra.type
  if (extra.motivation !== undefined) draft.motivation = extra.motivation
  for (const body of extra.bodies ?? []) {
    if (typeof body !== 'object' || body === null || !('kind' in body)) throw new BratError('its bodies are none')
    // Written by us; whatever it is, the server holds what becomes of it to the model.
    draft.bodies.push(body as ExchangeBody)
  }
}

function parseExtra(json: string): Extra {
  try {
    return JSON.parse(json) as Extra
  } catch {
    throw new BratError(`a note of type ${EXTRA_NOTE} is JSON`)
  }
}

function finish(path: string, draft: Draft, drafts: ReadonlyMap<string, Draft>): ExchangeAnnotation {
  const { key, type, motivation, relation } = draft
  const bodies: ExchangeBody[] = type === null ? draft.bodies : [{ kind: 'entityType', value: type }, ...draft.bodies]
  const made = { id: idOf(path, key), spans: draft.spans, motivation, bodies }
  if (!relation) return made
  const members = relation.members.map(({ role, key: member }) => {
    if (!drafts.has(member)) throw new BratError(`it names ${member}, which is not there`)
    return { role, id: idOf(path, member) }
  })
  const spans = relation.members.flatMap(({ key: member }) => spansOf(member, drafts))
  return { ...made, spans, relation: { kind: relation.kind, type: relation.type, members } }
}

const idOf = (path: string, key: string): string => stableId('brat', path, key)

/** Those of a passage; of an event those of its trigger; of a relation none. */
function spansOf(key: string, drafts: ReadonlyMap<string, Draft>, seen: readonly string[] = []): readonly Span[] {
  const draft = drafts.get(key)
  if (!draft || seen.includes(key)) return []
  const trigger = draft.relation?.kind === 'event' ? draft.relation.members[0]?.key : undefined
  return trigger === undefined ? draft.spans : spansOf(trigger, drafts, [...seen, key])
}
