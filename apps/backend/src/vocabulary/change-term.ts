import {
  ConflictError,
  InvalidRequestError,
  NotFoundError,
  type SchemaTag,
  SemiontError,
  type VocabularyEvent,
} from '@semiont/contract'
import { type Term, type TermKind, termKey, type VocabularyState } from './vocabulary.ts'

interface NewTag {
  name: string
  description?: string | null | undefined
}
interface About {
  kind: TermKind
  id: string
  /** Version of the term that the caller has read. */
  expectedVersion?: number | undefined
}

export type VocabularyCommand =
  | { type: 'AddTerm'; kind: TermKind; id: string; name: string; description: string | null; tags: readonly NewTag[] }
  | (About & {
      type: 'ChangeTerm'
      name?: string | undefined
      description?: string | null | undefined
      tags?: readonly (NewTag & { number?: number | undefined })[] | undefined
    })
  | (About & { type: 'MergeTerm'; into: string })
  | (About & { type: 'RetireTerm' | 'RestoreTerm' })

const KIND_WORDS = { entityType: 'entity type', tagSchema: 'tag schema' } as const

/** Throws SemiontError (`already-exists`, `invalid-state`), NotFoundError, ConflictError, InvalidRequestError. */
export function decide(command: VocabularyCommand, state: VocabularyState): VocabularyEvent[] {
  switch (command.type) {
    case 'AddTerm':
      return addTerm(command, state)
    case 'ChangeTerm':
      return changeTerm(command, state)
    case 'MergeTerm':
      return mergeTerm(command, state)
    case 'RetireTerm':
      return currentTerm(command, state).status === 'retired' ? [] : [about(command, 'retired')]
    case 'RestoreTerm':
      return currentTerm(command, state).status === 'active' ? [] : [about(command, 'restored')]
  }
}

type CommandOf<T extends VocabularyCommand['type']> = Extract<VocabularyCommand, { type: T }>

function addTerm(command: CommandOf<'AddTerm'>, state: VocabularyState): VocabularyEvent[] {
  const { kind, id } = command
  const name = tidy(command.name)
  refuseTakenName(state, kind, name)
  const { description } = command
  if (kind === 'entityType') return [{ type: 'entityType.added', data: { id, name, description } }]
  refuseTwins(command.tags)
  const tags = command.tags.map((tag, index) => ({ number: index + 1, ...tagText(tag) }))
  return [{ type: 'tagSchema.added', data: { id, name, description, tags } }]
}

function changeTerm(command: CommandOf<'ChangeTerm'>, state: VocabularyState): VocabularyEvent[] {
  const term = currentTerm(command, state)
  const { kind, id } = term
  const events: VocabularyEvent[] = []
  const to = command.name === undefined ? term.name : tidy(command.name)
  if (to !== term.name) {
    refuseTakenName(state, kind, to, id)
    events.push({ type: `${kind}.renamed`, data: { id, from: term.name, to } })
  }
  if (command.description !== undefined && command.description !== term.description) {
    events.push({ type: `${kind}.described`, data: { id, from: term.description, to: command.description } })
  }
  if (command.tags !== undefined && kind === 'tagSchema') {
    const tags = changedTags(term, command.tags)
    if (JSON.stringify(tags) !== JSON.stringify(term.tags)) {
      events.push({ type: 'tagSchema.tagsChanged', data: { id, tags } })
    }
  }
  return events
}

/** The given list in its order, then what was left out, retired: a number is never given twice. */
function changedTags(term: Term, wanted: readonly (NewTag & { number?: number | undefined })[]): SchemaTag[] {
  refuseTwins(wanted)
  const known = new Set(term.tags.map((tag) => tag.number))
  const unknown = wanted.findIndex((tag) => tag.number !== undefined && !known.has(tag.number))
  if (unknown >= 0) {
    throw new InvalidRequestError([{ path: `body.tags.${unknown}.number`, message: 'is no tag of this schema' }])
  }
  const numbers = wanted.flatMap((tag) => tag.number ?? [])
  if (new Set(numbers).size < numbers.length) {
    throw new InvalidRequestError([{ path: 'body.tags', message: 'names the same tag twice' }])
  }
  let last = Math.max(0, ...known)
  const kept = wanted.map((tag) => ({ number: tag.number ?? ++last, ...tagText(tag), retired: false }))
  const left = term.tags.filter((tag) => !numbers.includes(tag.number)).map((tag) => ({ ...tag, retired: true }))
  return [...kept, ...left]
}

function mergeTerm(command: CommandOf<'MergeTerm'>, state: VocabularyState): VocabularyEvent[] {
  const term = currentTerm(command, state)
  const target = state.get(command.into)
  if (!target || target.kind !== command.kind) throw new NotFoundError(KIND_WORDS[command.kind], command.into)
  if (target.id === term.id) {
    throw new InvalidRequestError([{ path: 'body.into', message: 'must be another one than the one to be merged' }])
  }
  if (target.status !== 'active') {
    throw new SemiontError('invalid-state', `The ${KIND_WORDS[target.kind]} ${target.name} is ${target.status}.`, {
      action: 'Merge into one that is in use.',
    })
  }
  const { id } = term
  if (command.kind === 'entityType') return [{ type: 'entityType.merged', data: { id, into: target.id } }]
  return mergeTags(term, target)
}

/** Tags of the same name become one; the others join the target under new numbers. */
function mergeTags(term: Term, target: Term): VocabularyEvent[] {
  const tags = [...target.tags]
  let last = Math.max(0, ...tags.map((tag) => tag.number))
  const mapping = term.tags.map((tag) => {
    const same = target.tags.find((candidate) => termKey(candidate.name) === termKey(tag.name))
    if (same) return { from: tag.number, to: same.number }
    tags.push({ ...tag, number: ++last })
    return { from: tag.number, to: last }
  })
  const merged: VocabularyEvent = { type: 'tagSchema.merged', data: { id: term.id, into: target.id, tags: mapping } }
  if (tags.length === target.tags.length) return [merged]
  return [{ type: 'tagSchema.tagsChanged', data: { id: target.id, tags } }, merged]
}

/** The term as the caller knows it; a merged one can no longer be changed. */
function currentTerm(command: About, state: VocabularyState): Term {
  const term = state.get(command.id)
  if (!term || term.kind !== command.kind) throw new NotFoundError(KIND_WORDS[command.kind], command.id)
  if (command.expectedVersion !== undefined && command.expectedVersion !== term.version) {
    throw new ConflictError(`The ${KIND_WORDS[term.kind]} ${term.name}`, term.version, term)
  }
  if (term.status === 'merged') {
    const target = term.mergedInto ? state.get(term.mergedInto) : undefined
    throw new SemiontError('invalid-state', `${term.name} was merged into ${target?.name ?? 'another one'}.`, {
      action: 'Change the one it was merged into.',
      extensions: { mergedInto: term.mergedInto },
    })
  }
  return term
}

function refuseTakenName(state: VocabularyState, kind: TermKind, name: string, except?: string): void {
  const key = termKey(name)
  for (const term of state.values()) {
    if (term.kind !== kind || term.id === except || term.status === 'merged' || termKey(term.name) !== key) continue
    throw new SemiontError('already-exists', `There is an entry ${term.name} already among the ${KIND_WORDS[kind]}s.`, {
      action: term.status === 'retired' ? 'It is retired: restore it.' : 'Use it, or choose another name.',
      extensions: { id: term.id },
    })
  }
}

function refuseTwins(tags: readonly NewTag[]): void {
  const keys = tags.map((tag) => termKey(tag.name))
  const twin = keys.findIndex((key, index) => keys.indexOf(key) !== index)
  if (twin < 0) return
  throw new InvalidRequestError([{ path: `body.tags.${twin}.name`, message: 'is the name of another tag of the list' }])
}

const about = ({ kind, id }: About, what: 'retired' | 'restored'): VocabularyEvent => ({
  type: `${kind}.${what}`,
  data: { id },
})
const tidy = (name: string): string => name.trim().replace(/\s+/gu, ' ')
const tagText = (tag: NewTag) => ({ name: tidy(tag.name), description: tag.description ?? null })
