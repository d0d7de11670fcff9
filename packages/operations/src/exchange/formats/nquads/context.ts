import { isIri, isObject, listOf, stringOf } from '../../json.ts'
import { ANNOTATION_CONTEXT } from '../../web-annotation.ts'
import { PREFIXES, PROPERTIES, type Reading, type Term, WORDS } from './terms.ts'

/** What names mean in one annotation: the standard context and what it defines itself, as far as that is in the file. */
export interface NameResolver {
  /** undefined: it has no IRI, and so says nothing in RDF. */
  property(name: string): Term | undefined
  /** A type, a motivation or the like. */
  word(name: string): string | undefined
  /** A compact or absolute IRI. */
  iri(name: string): string | undefined
  /** Contexts that would have to be fetched. */
  readonly unknownContexts: readonly string[]
}

export function resolverOf(context: unknown): NameResolver {
  const parts = listOf(context)
  const own = parts.filter(isObject)
  const definitions = new Map(own.flatMap((part) => Object.entries(part)))
  const prefixes = new Map(Object.entries(PREFIXES))
  const iri = (name: string): string | undefined => {
    const colon = name.indexOf(':')
    if (colon < 0) return undefined
    const base = name.startsWith('//', colon + 1) ? undefined : prefixes.get(name.slice(0, colon))
    const expanded = base === undefined ? name : base + name.slice(colon + 1)
    return isIri(expanded) ? expanded : undefined
  }
  for (const [name, definition] of definitions) {
    const expanded = iri(definitionIri(definition) ?? '')
    if (expanded !== undefined) prefixes.set(name, expanded)
  }
  const defined = (name: string): string | undefined => {
    const written = definitionIri(definitions.get(name))
    return written === undefined ? undefined : iri(written)
  }
  const absolute = (term: Term): Term => ({ ...term, iri: iri(term.iri) ?? term.iri })
  return {
    property(name) {
      const standard = PROPERTIES.get(name)
      if (standard) return absolute(standard)
      const found = defined(name) ?? iri(name)
      return found === undefined ? undefined : { iri: found, reading: readingOf(definitions.get(name)) }
    },
    word: (name) => iri(WORDS.get(name) ?? '') ?? defined(name) ?? iri(name),
    iri,
    unknownContexts: parts.flatMap((part) => (typeof part === 'string' && part !== ANNOTATION_CONTEXT ? [part] : [])),
  }
}

const definitionIri = (definition: unknown): string | undefined =>
  stringOf(definition) ?? (isObject(definition) ? stringOf(definition['@id']) : undefined)

function readingOf(definition: unknown): Reading {
  if (!isObject(definition)) return 'literal'
  if (definition['@container'] === '@list') return 'list'
  const type = stringOf(definition['@type'])
  if (type === '@id') return 'id'
  if (type === '@vocab') return 'vocabulary'
  return type?.startsWith('xsd:') ? `xsd:${type.slice('xsd:'.length)}` : 'literal'
}
