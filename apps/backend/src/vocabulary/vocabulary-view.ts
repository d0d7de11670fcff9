import type { RecordedEvent } from '@semiont/event-store'
import type { EntityType, TagSchema, Vocabulary, VocabularyEvent } from '@semiont/contract'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Projections } from '../kernel/feature.ts'
import { evolve, type Term, type TermKind, termKey, type VocabularyState } from './vocabulary.ts'
import { vocabularyTerms } from './vocabulary-table.ts'

/** The whole vocabulary, some hundred rows at most. */
export async function loadVocabulary(db: pg.Pool | pg.PoolClient): Promise<VocabularyState> {
  const rows = await drizzle(db).select().from(vocabularyTerms).orderBy(vocabularyTerms.createdAt, vocabularyTerms.id)
  return new Map(
    rows.map(({ nameKey: _nameKey, ...row }) => [
      row.id,
      { ...row, createdAt: row.createdAt.toISOString(), modifiedAt: row.modifiedAt.toISOString() },
    ]),
  )
}

async function project(tx: pg.PoolClient, event: RecordedEvent): Promise<void> {
  const before = await loadVocabulary(tx)
  // Only the vocabulary appends events under these types.
  const after = evolve(before, event as RecordedEvent<VocabularyEvent>)
  for (const term of after.values()) if (before.get(term.id) !== term) await save(tx, term)
}

async function save(tx: pg.PoolClient, term: Term): Promise<void> {
  const { id, ...values } = {
    ...term,
    nameKey: termKey(term.name),
    tags: [...term.tags],
    mergedTags: [...term.mergedTags],
    createdAt: new Date(term.createdAt),
    modifiedAt: new Date(term.modifiedAt),
  }
  await drizzle(tx)
    .insert(vocabularyTerms)
    .values({ id, ...values })
    .onConflictDoUpdate({ target: vocabularyTerms.id, set: values })
}

const EVENT_TYPES: readonly VocabularyEvent['type'][] = [
  ...(['entityType.added', 'entityType.renamed', 'entityType.described', 'entityType.merged'] as const),
  ...(['entityType.retired', 'entityType.restored', 'tagSchema.added', 'tagSchema.renamed'] as const),
  ...(['tagSchema.described', 'tagSchema.tagsChanged', 'tagSchema.merged'] as const),
  ...(['tagSchema.retired', 'tagSchema.restored'] as const),
]

export const vocabularyProjections: Projections = Object.fromEntries(EVENT_TYPES.map((type) => [type, project]))

/** How many annotations use a term, by the id under which they use it. */
export type Usage = ReadonlyMap<string, number>

export function presentVocabulary(state: VocabularyState, version: number, usage: Usage): Vocabulary {
  const terms = (kind: TermKind) =>
    [...state.values()].filter((term) => term.kind === kind).toSorted((a, b) => a.name.localeCompare(b.name, 'und'))
  return {
    version,
    entityTypes: terms('entityType').map((term) => presentEntityType(state, term, usage)),
    tagSchemas: terms('tagSchema').map((term) => presentTagSchema(state, term, usage)),
  }
}

export const presentEntityType = (state: VocabularyState, term: Term, usage: Usage): EntityType =>
  present(state, term, usage)

export const presentTagSchema = (state: VocabularyState, term: Term, usage: Usage): TagSchema => ({
  ...present(state, term, usage),
  tags: [...term.tags],
})

function present(state: VocabularyState, term: Term, usage: Usage) {
  const { id, name, description, status, version, createdAt, modifiedAt } = term
  const target = term.mergedInto === null ? undefined : state.get(term.mergedInto)
  const uses = [...state.values()]
    .filter((other) => other.id === id || (term.status !== 'merged' && other.mergedInto === id))
    .reduce((sum, other) => sum + (usage.get(other.id) ?? 0), 0)
  return {
    id,
    name,
    description,
    status,
    mergedInto: target ? { id: target.id, name: target.name } : null,
    version,
    usage: { annotations: uses },
    createdAt,
    modifiedAt,
  }
}
