import { createHash } from 'node:crypto'
import { isObject, listOf, stringOf } from '../../json.ts'
import type { Losses } from '../../losses.ts'
import type { JsonObject } from '../../model.ts'
import { type NameResolver, resolverOf } from './context.ts'
import { PREFIXES, type Reading } from './terms.ts'

const RDF = PREFIXES['rdf'] ?? ''
const XSD = PREFIXES['xsd'] ?? ''

/**
 * The statements of one Web Annotation, page or collection as N-Quads of the default graph (https://www.w3.org/TR/n-quads/),
 * by the JSON-LD rules for the standard context and for definitions the object brings along. Blank nodes are named after
 * the object's id: the same each time, and never those of another one.
 */
export function nquadsOf(object: JsonObject, losses: Losses): string {
  const resolver = resolverOf(object['@context'])
  losses.add('contexts are not in the file; what they define is left out', resolver.unknownContexts.length)
  const writer = new QuadWriter(
    resolver,
    losses,
    createHash('sha256')
      .update(JSON.stringify(object['id'] ?? object))
      .digest('hex'),
  )
  writer.node(object)
  return writer.quads.map((quad) => `${quad}\n`).join('')
}

class QuadWriter {
  readonly quads: string[] = []
  readonly #resolver: NameResolver
  readonly #losses: Losses
  readonly #name: string
  #blanks = 0

  constructor(resolver: NameResolver, losses: Losses, digest: string) {
    this.#resolver = resolver
    this.#losses = losses
    this.#name = `b${digest.slice(0, 16)}`
  }

  /** Writes what is said about the node and returns its name. */
  node(object: JsonObject): string {
    const id = stringOf(object['id'] ?? object['@id'])
    const subject = (id === undefined ? undefined : this.#reference(id)) ?? this.#blank()
    for (const [key, value] of Object.entries(object)) {
      if (['id', '@id', '@context'].includes(key) || value === null || value === undefined) continue
      if (key === 'type' || key === '@type') this.#types(subject, value)
      else this.#property(subject, key, value)
    }
    return subject
  }

  #types(subject: string, value: unknown): void {
    for (const type of listOf(value)) {
      const iri = this.#resolver.word(String(type))
      if (iri === undefined) this.#losses.add('types have no IRI in any context')
      else this.#write(subject, `${RDF}type`, iriRef(iri))
    }
  }

  #property(subject: string, key: string, value: unknown): void {
    const term = this.#resolver.property(key)
    if (!term) {
      this.#losses.add('properties have no IRI in any context')
      return
    }
    if (term.reading === 'list') {
      this.#write(subject, term.iri, this.#list(listOf(value)))
      return
    }
    for (const item of flat(value)) {
      const object = this.#object(item, term.reading)
      if (object !== undefined) this.#write(subject, term.iri, object)
    }
  }

  #list(items: readonly unknown[]): string {
    let rest = iriRef(`${RDF}nil`)
    for (const item of items.toReversed()) {
      const object = this.#object(item, 'id')
      if (object === undefined) continue
      const cell = this.#blank()
      this.#write(cell, `${RDF}first`, object)
      this.#write(cell, `${RDF}rest`, rest)
      rest = cell
    }
    return rest
  }

  #object(value: unknown, reading: Reading): string | undefined {
    if (value === null || value === undefined) return undefined
    if (isObject(value)) return '@value' in value ? this.#valueObject(value) : this.node(value)
    if (typeof value !== 'string' || (reading !== 'id' && reading !== 'vocabulary')) return literal(value, reading)
    const iri = reading === 'vocabulary' ? this.#resolver.word(value) : this.#resolver.iri(value)
    if (iri === undefined) this.#losses.add('references are neither IRIs nor words of a context')
    return iri === undefined ? undefined : iriRef(iri)
  }

  #valueObject(value: JsonObject): string {
    const language = stringOf(value['@language'])
    const type = this.#resolver.iri(stringOf(value['@type']) ?? '')
    const text = quoted(String(value['@value']))
    if (language !== undefined && /^[a-z]+(-[a-z0-9]+)*$/i.test(language)) return `${text}@${language}`
    return type === undefined ? literal(value['@value'], 'literal') : `${text}^^${iriRef(type)}`
  }

  #reference(id: string): string | undefined {
    const iri = this.#resolver.iri(id)
    return iri === undefined ? undefined : iriRef(iri)
  }

  #blank(): string {
    this.#blanks += 1
    return `_:${this.#name}n${this.#blanks}`
  }

  #write(subject: string, predicate: string, object: string): void {
    this.quads.push(`${subject} ${iriRef(predicate)} ${object} .`)
  }
}

const flat = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value])

function literal(value: unknown, reading: Reading): string {
  const typed = (text: string, type: string) => `${quoted(text)}^^${iriRef(XSD + type)}`
  if (reading.startsWith('xsd:')) return typed(String(value), reading.slice('xsd:'.length))
  if (typeof value === 'boolean') return typed(String(value), 'boolean')
  if (typeof value !== 'number') return quoted(String(value))
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return typed(String(value), 'integer')
  return typed(
    value.toExponential(15).replace(/(\.\d*?)0*e\+?/, (_, digits: string) => `${digits === '.' ? '.0' : digits}E`),
    'double',
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

function quoted(text: string): string {
  return `"${text.toWellFormed().replace(/[\\"\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)}"`
}

function iriRef(iri: string): string {
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}>`
}
