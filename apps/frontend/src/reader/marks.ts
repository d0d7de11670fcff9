import {
  type Annotation,
  type AnnotationBody,
  bodiesOf,
  isTextualBody,
  type NewWebAnnotation,
  purposesOf,
  type Role,
  textsWithPurpose,
} from '@semiont/contract'
import type { TextRange } from './text-map.ts'

/** The kinds of marks one can make here, in the order of the toolbar. Each is a motivation of the W3C vocabulary. */
export const MARK_KINDS = ['highlighting', 'commenting', 'assessing', 'tagging', 'linking'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** What an assessment says about a passage; other values come from elsewhere and are shown as they are. */
export const VERDICTS = ['convincing', 'questionable', 'wrong'] as const
export type Verdict = (typeof VERDICTS)[number]

/** An annotation with a place in the text on the screen. */
export interface PlacedMark extends TextRange {
  annotation: Annotation
  kind: MarkKind
}

export function kindOf(annotation: Annotation): MarkKind {
  return MARK_KINDS.find((kind) => annotation.motivations.includes(kind)) ?? 'commenting'
}

/**
 * The marks that lie in this version of a resource, wherever among the targets it is; annotations of the whole document
 * and of other versions have no place in it.
 */
export function placedMarks(annotations: Iterable<Annotation>, resourceId: string, version: number): PlacedMark[] {
  const marks: PlacedMark[] = []
  for (const annotation of annotations) {
    for (const target of annotation.targets) {
      const { anchor } = target
      if (target.resourceId !== resourceId || target.resourceVersion !== version) continue
      if (anchor === null || anchor.start === null || anchor.end === null) continue
      marks.push({ annotation, kind: kindOf(annotation), start: anchor.start, end: anchor.end })
    }
  }
  return marks.toSorted((a, b) => a.start - b.start || b.end - a.end || a.annotation.id.localeCompare(b.annotation.id))
}

/** What somebody wrote about the passage, in order; verdicts, tags and types are not among it. */
export function commentsOf(annotation: Annotation): string[] {
  return bodiesOf(annotation.annotation)
    .filter(isTextualBody)
    .filter((body) => !purposesOf(body).some((purpose) => ['tagging', 'classifying', 'assessing'].includes(purpose)))
    .map((body) => body.value)
}

export function verdictOf(annotation: Annotation): string | undefined {
  return textsWithPurpose(annotation.annotation, 'assessing')[0]
}

export function quoteOf(annotation: Annotation, resourceId: string): string | undefined {
  return annotation.targets.find((target) => target.resourceId === resourceId)?.quote?.exact
}

/** What the form asks for; which of it matters depends on the kind. */
export interface MarkDraft {
  kind: MarkKind
  comment: string
  verdict: Verdict
  tags: readonly string[]
  entityTypes: readonly string[]
  /** Resource id of what a mention refers to; null leaves the reference unresolved. */
  refersTo: string | null
}

export const emptyDraft = (kind: MarkKind): MarkDraft => ({
  kind,
  comment: '',
  verdict: 'convincing',
  tags: [],
  entityTypes: [],
  refersTo: null,
})

export function draftOf(annotation: Annotation): MarkDraft {
  const verdict = verdictOf(annotation)
  return {
    kind: kindOf(annotation),
    comment: commentsOf(annotation).join('\n\n'),
    verdict: VERDICTS.find((known) => known === verdict) ?? 'convincing',
    tags: annotation.tags.map((tag) => tagTerm(tag.schema, tag.value)),
    entityTypes: annotation.entityTypes.map((type) => type.name),
    refersTo: annotation.reference?.resourceId ?? null,
  }
}

/** Whether the form says enough to be saved. */
export function isComplete({ kind, comment, tags, entityTypes, refersTo }: MarkDraft): boolean {
  if (kind === 'commenting') return comment.trim() !== ''
  if (kind === 'tagging') return tags.length > 0
  if (kind === 'linking') return entityTypes.length > 0 || refersTo !== null
  return true
}

export function bodiesFor({ kind, comment, verdict, tags, entityTypes, refersTo }: MarkDraft): AnnotationBody[] {
  const text = (value: string, purpose: string): AnnotationBody => ({ type: 'TextualBody', value, purpose })
  const note = comment.trim() === '' ? [] : [text(comment.trim(), 'commenting')]
  switch (kind) {
    case 'highlighting':
      return note
    case 'commenting':
      return note
    case 'assessing':
      return [text(verdict, 'assessing'), ...note]
    case 'tagging':
      return [...tags.map(tagBody), ...note]
    case 'linking': {
      const types = entityTypes.map((name) => text(name, 'classifying'))
      const bound: AnnotationBody[] =
        refersTo === null ? [] : [{ type: 'SpecificResource', purpose: 'identifying', source: refersTo }]
      return [...types, ...bound, ...note]
    }
  }
}

const SCHEMA_SEPARATOR = ' › '

/** A tag as one reads and types it: `Review › Checked` is the tag of a schema, a word alone is free. */
export function tagTerm(schema: string | null, value: string): string {
  return schema === null ? value : `${schema}${SCHEMA_SEPARATOR}${value}`
}

function tagBody(term: string): AnnotationBody {
  const [schema = '', ...rest] = term.split(SCHEMA_SEPARATOR)
  const tag = { type: 'TextualBody' as const, purpose: 'tagging' }
  return rest.length === 0 ? { ...tag, value: term } : { ...tag, value: rest.join(SCHEMA_SEPARATOR), tagSchema: schema }
}

/** Who may change what a mark says: whoever made it, those who curate, and every editor where a program suggested it. */
export function mayChange(annotation: Annotation, me: { id: string; role: Role }): boolean {
  const { creator, status } = annotation
  if (creator.id === me.id || me.role === 'moderator' || me.role === 'administrator') return true
  return creator.kind === 'agent' && status === 'suggested'
}

/** The Web Annotation to send. The server adds the quote and its surroundings from its own copy of the text. */
export function annotationFor(resourceId: string, range: TextRange | null, draft: MarkDraft): NewWebAnnotation {
  const bodies = bodiesFor(draft)
  const position = range && { type: 'TextPositionSelector' as const, start: range.start, end: range.end }
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    type: 'Annotation',
    motivation: draft.kind,
    ...(bodies.length > 0 ? { body: bodies } : {}),
    target: position ? { type: 'SpecificResource', source: resourceId, selector: position } : resourceId,
  }
}

export interface MarkFilter {
  kinds: ReadonlySet<MarkKind>
  entityType: string | null
  creatorId: string | null
  status: 'open' | 'suggested' | 'accepted' | 'rejected'
}

export const NO_FILTER: MarkFilter = { kinds: new Set(), entityType: null, creatorId: null, status: 'open' }

/** `open` is everything that nobody has rejected; no chosen kind means every kind. */
export function matches(annotation: Annotation, filter: MarkFilter): boolean {
  if (filter.kinds.size > 0 && !filter.kinds.has(kindOf(annotation))) return false
  if (filter.entityType !== null && !annotation.entityTypes.some(({ id }) => id === filter.entityType)) return false
  if (filter.creatorId !== null && annotation.creator.id !== filter.creatorId) return false
  return filter.status === 'open' ? annotation.status !== 'rejected' : annotation.status === filter.status
}
