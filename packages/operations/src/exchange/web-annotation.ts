import { hasType, isObject, listOf, objectsOf, stringOf, stringsOf } from './json.ts'
import type { Losses } from './losses.ts'
import type { ExchangeAnnotation, ExchangeBody, JsonObject, Relation, Span, Status } from './model.ts'

/** Between what formats have in common and W3C Web Annotations (https://www.w3.org/TR/annotation-model/). */

export const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld'
/** An extension of ours: relations and events between annotations, which the model has no word for. */
const RELATION = 'semiont:relation'
/** What the server keeps of an annotation's claims about itself. */
const ORIGINAL = 'semiont:original'
const TAG_SCHEMA = 'tagSchema'
const LABEL = 'semiont:label'

/** @param source IRI, id or path of the document */
export function toWebAnnotation(annotation: ExchangeAnnotation, source: string): JsonObject {
  const { id, motivation, bodies, creator, created, relation } = annotation
  return {
    '@context': ANNOTATION_CONTEXT,
    id,
    type: 'Annotation',
    motivation,
    ...(bodies.length === 0 ? {} : { body: bodies.map(toBody) }),
    target: toTarget(annotation, source),
    ...(creator === undefined ? {} : { creator: { type: 'Person', name: creator } }),
    ...(created === undefined ? {} : { created }),
    ...(relation === undefined ? {} : { [RELATION]: relation }),
  }
}

function toTarget({ spans, quote, relation }: ExchangeAnnotation, source: string): unknown {
  const quoted = quote === undefined ? [] : [{ type: 'TextQuoteSelector', ...quote }]
  const [span, ...more] = spans
  if (!span) return quoted.length === 0 ? source : { source, selector: quoted[0] }
  const position = ({ start, end }: Span) => ({ type: 'TextPositionSelector', start, end })
  // A quote joined from several passages stands nowhere in the text.
  if (more.length === 0) return { source, selector: quoted.length === 0 ? position(span) : [position(span), ...quoted] }
  const items = spans.map((part) => ({ source, selector: position(part) }))
  return relation === undefined ? { type: 'Composite', items } : items
}

function toBody(body: ExchangeBody): JsonObject {
  switch (body.kind) {
    case 'entityType':
      return { type: 'TextualBody', purpose: 'classifying', value: body.value }
    case 'tag':
      return {
        type: 'TextualBody',
        purpose: 'tagging',
        value: body.value,
        ...(body.schema === undefined ? {} : { [TAG_SCHEMA]: body.schema }),
      }
    case 'text': {
      const purpose = body.purpose === undefined ? {} : { purpose: body.purpose }
      return { type: 'TextualBody', ...purpose, value: body.value, format: body.format ?? 'text/plain' }
    }
    case 'link':
      return {
        type: 'SpecificResource',
        ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
        source: body.target,
        ...(body.label === undefined ? {} : { [LABEL]: body.label }),
      }
  }
}

/** An annotation as the API answers it; the part that is needed. */
export interface AnnotationRecord {
  readonly annotation: JsonObject
  readonly status: Status
  readonly createdAt: string
  readonly creator: { readonly name: string }
  readonly targets: readonly {
    readonly resourceId: string | null
    readonly anchor: { readonly start: number | null; readonly end: number | null } | null
    readonly quote: { readonly exact: string } | null
  }[]
}

/** undefined where the passage is not known any more; what has no place here is counted. */
export function fromRecord(
  record: AnnotationRecord,
  resourceId: string,
  losses: Losses,
): ExchangeAnnotation | undefined {
  const { annotation, targets, status } = record
  const here = targets.filter((target) => target.resourceId === resourceId)
  const anchors = here.flatMap(({ anchor }) => anchor ?? [])
  if (anchors.some(({ start }) => start === null)) {
    losses.add('annotations have lost their passage, and positions would be made up')
    return undefined
  }
  if (here.length < targets.length) losses.add('annotations are also about something else, which is left out')
  const quotes = here.flatMap(({ quote }) => quote?.exact ?? [])
  const relation = readRelation(annotation[RELATION])
  const spans = anchors.map(({ start, end }) => ({ start: start ?? 0, end: end ?? 0 }))
  const claims = claimsOf(annotation)
  const [motivation = 'commenting', ...others] = stringsOf(annotation['motivation'])
  losses.add('annotations have more than one motivation, of which the first is kept', others.length > 0 ? 1 : 0)
  return {
    id: stringOf(annotation['id']) ?? '',
    spans: relation ? spans : spans.toSorted((a, b) => a.start - b.start || a.end - b.end),
    ...(quotes.length === 0 ? {} : { quote: { exact: quotes.join(' … ') } }),
    motivation,
    bodies: bodiesOf(annotation, losses),
    ...(relation ? { relation } : {}),
    creator:
      claims.flatMap(({ creator }) => objectsOf(creator)).flatMap(({ name }) => stringOf(name) ?? [])[0] ??
      record.creator.name,
    created: claims.flatMap(({ created }) => stringOf(created) ?? [])[0] ?? record.createdAt,
    status,
  }
}

/** What the annotation said about itself at each of the places it has come through, the first of them first. */
function claimsOf(annotation: JsonObject): JsonObject[] {
  const claims: JsonObject[] = []
  for (let at = annotation[ORIGINAL]; isObject(at); at = at[ORIGINAL]) claims.unshift(at)
  return claims
}

/** Every id under which the annotation is known: its own, and those it had elsewhere. */
export function knownIds({ annotation }: Pick<AnnotationRecord, 'annotation'>): string[] {
  return [...stringsOf(annotation['id']), ...stringsOf(annotation['via'])]
}

export function bodiesOf(annotation: JsonObject, losses: Losses): ExchangeBody[] {
  const motivations = stringsOf(annotation['motivation'])
  const value = stringOf(annotation['bodyValue'])
  if (value !== undefined) return [textBody({ value }, motivations)]
  return listOf(annotation['body']).flatMap((body) => {
    const read = readBody(body, motivations)
    if (!read) losses.add('bodies are choices, sets or parts of something, for which there is no column')
    return read ?? []
  })
}

function readBody(body: unknown, motivations: readonly string[]): ExchangeBody | undefined {
  if (typeof body === 'string') return { kind: 'link', target: body }
  if (!isObject(body) || ['Choice', 'Composite', 'List', 'Independents'].some((type) => hasType(body, type)))
    return undefined
  const purpose = stringsOf(body['purpose'])[0]
  if (typeof body['value'] === 'string' && body['source'] === undefined) return textBody(body, motivations)
  const source = isObject(body['source'])
    ? stringOf(body['source']['id'])
    : (stringOf(body['source']) ?? stringOf(body['id']))
  if (source === undefined || body['selector'] !== undefined) return undefined
  const label = stringOf(body[LABEL])
  return {
    kind: 'link',
    target: source,
    ...(purpose === undefined ? {} : { purpose }),
    ...(label === undefined ? {} : { label }),
  }
}

/** A body without a purpose is there for what the annotation is there for (model, section 3.3.5). */
function textBody(body: JsonObject, motivations: readonly string[]): ExchangeBody {
  const purposes = stringsOf(body['purpose'])
  const effective = purposes.length > 0 ? purposes : motivations
  const value = stringOf(body['value']) ?? ''
  if (effective.includes('classifying')) return { kind: 'entityType', value }
  const schema = stringOf(body[TAG_SCHEMA])
  if (effective.includes('tagging')) return { kind: 'tag', value, ...(schema === undefined ? {} : { schema }) }
  const format = stringsOf(body['format'])[0]
  return {
    kind: 'text',
    value,
    ...(purposes[0] === undefined ? {} : { purpose: purposes[0] }),
    ...(format === undefined || format === 'text/plain' ? {} : { format }),
  }
}

function readRelation(value: unknown): Relation | undefined {
  if (!isObject(value)) return undefined
  const kind = stringOf(value['kind'])
  const type = stringOf(value['type'])
  const members = objectsOf(value['members']).flatMap((member) => {
    const [role, id] = [stringOf(member['role']), stringOf(member['id'])]
    return role === undefined || id === undefined ? [] : [{ role, id }]
  })
  if ((kind !== 'relation' && kind !== 'event' && kind !== 'equivalence') || type === undefined) return undefined
  return { kind, type, members }
}

/** The same annotation with every document it is about, and every one its bodies refer to, called otherwise. */
export function renameSources(annotation: JsonObject, rename: (name: string) => string): JsonObject {
  const each = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(each)
    if (typeof part === 'string') return rename(part)
    if (!isObject(part)) return part
    if (Array.isArray(part['items'])) return { ...part, items: part['items'].map(each) }
    const { source } = part
    if (typeof source === 'string') return { ...part, source: rename(source) }
    if (isObject(source) && typeof source['id'] === 'string')
      return { ...part, source: { ...source, id: rename(source['id']) } }
    return typeof part['id'] === 'string' && part['value'] === undefined ? { ...part, id: rename(part['id']) } : part
  }
  const { body, target } = annotation
  return { ...annotation, ...(body === undefined ? {} : { body: each(body) }), target: each(target) }
}

/** What the annotation is about, as `renameSources` would find it. */
export function targetSources(annotation: JsonObject): string[] {
  const found: string[] = []
  renameSources({ target: annotation['target'] }, (name) => {
    found.push(name)
    return name
  })
  return found
}
