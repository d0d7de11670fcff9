import type { SchemaTag, TermStatus, VocabularyEvent } from '@semiont/contract'
import type { EventMetadata } from '@semiont/event-store'

export const VOCABULARY_STREAM = 'vocabulary'
export type TermKind = 'entityType' | 'tagSchema'

/** An entity type or a tag schema; `tags` is empty for entity types. */
export interface Term {
  kind: TermKind
  id: string
  name: string
  description: string | null
  tags: readonly SchemaTag[]
  status: TermStatus
  /** The term it lives on as; never itself a merged one. */
  mergedInto: string | null
  /** Which tag of `mergedInto` each of its tags has become. */
  mergedTags: readonly { from: number; to: number }[]
  /** Version of the vocabulary stream at its last change. */
  version: number
  createdAt: string
  modifiedAt: string
}

/** All terms by id; small enough to be held whole. */
export type VocabularyState = ReadonlyMap<string, Term>
export const emptyVocabulary: VocabularyState = new Map()

export type RecordedVocabularyEvent = VocabularyEvent & Pick<EventMetadata, 'version' | 'occurredAt'>

export function evolve(state: VocabularyState, event: RecordedVocabularyEvent): VocabularyState {
  const next = new Map(state)
  const stamp = { version: event.version, modifiedAt: event.occurredAt }
  const change = (id: string, changes: Partial<Term>) => {
    const term = next.get(id)
    if (term) next.set(id, { ...term, ...changes, ...stamp })
  }
  switch (event.type) {
    case 'entityType.added':
    case 'tagSchema.added':
      next.set(event.data.id, { ...newTerm(event), ...stamp, createdAt: event.occurredAt })
      break
    case 'entityType.renamed':
    case 'tagSchema.renamed':
      change(event.data.id, { name: event.data.to })
      break
    case 'entityType.described':
    case 'tagSchema.described':
      change(event.data.id, { description: event.data.to })
      break
    case 'tagSchema.tagsChanged':
      change(event.data.id, { tags: event.data.tags })
      break
    case 'entityType.retired':
    case 'tagSchema.retired':
      change(event.data.id, { status: 'retired' })
      break
    case 'entityType.restored':
    case 'tagSchema.restored':
      change(event.data.id, { status: 'active' })
      break
    case 'entityType.merged':
    case 'tagSchema.merged': {
      const { id, into } = event.data
      const tags = event.type === 'tagSchema.merged' ? event.data.tags : []
      change(id, { status: 'merged', mergedInto: into, mergedTags: tags })
      forwardEarlierMerges(next, id, into, tags)
      break
    }
  }
  return next
}

type Added = Extract<VocabularyEvent, { type: 'entityType.added' | 'tagSchema.added' }>

function newTerm(event: Added): Omit<Term, 'version' | 'createdAt' | 'modifiedAt'> {
  const { id, name, description } = event.data
  const isSchema = event.type === 'tagSchema.added'
  return {
    kind: isSchema ? 'tagSchema' : 'entityType',
    id,
    name,
    description,
    tags: isSchema ? event.data.tags.map((tag) => ({ ...tag, retired: false })) : [],
    status: 'active',
    mergedInto: null,
    mergedTags: [],
  }
}

/** A was merged into B, now B into C: A lives on as C, in one step. */
function forwardEarlierMerges(
  terms: Map<string, Term>,
  id: string,
  into: string,
  tags: readonly { from: number; to: number }[],
): void {
  const onwards = new Map(tags.map(({ from, to }) => [from, to]))
  for (const term of terms.values()) {
    if (term.mergedInto !== id) continue
    const mergedTags = term.mergedTags.map(({ from, to }) => ({ from, to: onwards.get(to) ?? to }))
    terms.set(term.id, { ...term, mergedInto: into, mergedTags })
  }
}

/** The same for names that a person would take for the same: case, width, and the amount of white space do not count. */
export function termKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('und')
}

/** The term this one lives on as. */
export function livingTerm(state: VocabularyState, id: string): Term | undefined {
  const term = state.get(id)
  return term?.mergedInto ? state.get(term.mergedInto) : term
}

/** By id or by name; the name of a merged term leads to the one it has become. */
export function findTerm(state: VocabularyState, kind: TermKind, idOrName: string): Term | undefined {
  const byId = state.get(idOrName)
  if (byId) return byId.kind === kind ? livingTerm(state, byId.id) : undefined
  const key = termKey(idOrName)
  const named = [...state.values()].filter((term) => term.kind === kind && termKey(term.name) === key)
  const found = named.find((term) => term.status !== 'merged') ?? named[0]
  return found && livingTerm(state, found.id)
}

/** The tag that `number` of the schema `id` is today, through merges and renamings. */
export function livingTag(
  state: VocabularyState,
  id: string,
  number: number,
): { schema: Term; tag: SchemaTag } | undefined {
  const original = state.get(id)
  const schema = livingTerm(state, id)
  if (!original || !schema) return undefined
  const moved = original.mergedInto ? original.mergedTags.find((tag) => tag.from === number)?.to : number
  const tag = schema.tags.find((candidate) => candidate.number === moved)
  return tag && { schema, tag }
}

/** This id and those of all terms that were merged into it: what to look for in order to find its uses. */
export function idsOf(state: VocabularyState, id: string): string[] {
  const living = livingTerm(state, id)
  if (!living) return []
  return [living.id, ...[...state.values()].filter((term) => term.mergedInto === living.id).map((term) => term.id)]
}
