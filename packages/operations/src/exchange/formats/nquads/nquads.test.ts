import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Losses } from '../../losses.ts'
import { markedText } from '../../testing/arbitrary.ts'
import { ANNOTATION_CONTEXT, toWebAnnotation } from '../../web-annotation.ts'
import { nquadsOf } from './write.ts'

/** The grammar of https://www.w3.org/TR/n-quads/#sec-grammar, for quads without a graph. */
const IRI = String.raw`<(?:[^\x00-\x20<>"{}|^\x60\\]|\\u[0-9A-F]{4})*>`
const BLANK = String.raw`_:[A-Za-z0-9]+`
const LITERAL = String.raw`"(?:[^"\\\n\r]|\\[tbnrf"'\\])*"(?:\^\^${IRI}|@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)?`
const QUAD = new RegExp(`^(?:${IRI}|${BLANK}) ${IRI} (?:${IRI}|${BLANK}|${LITERAL}) \\.$`, 'u')

function write(annotation: Record<string, unknown>) {
  const losses = new Losses()
  const quads = nquadsOf({ '@context': ANNOTATION_CONTEXT, ...annotation }, losses)
  return { lines: quads.trimEnd().split('\n'), losses: losses.list() }
}

describe('N-Quads', () => {
  it('are lines of the grammar, whatever was annotated', () => {
    fc.assert(
      fc.property(markedText({ wholeDocument: true }), ({ annotations }) => {
        for (const annotation of annotations) {
          const { lines } = write(toWebAnnotation(annotation, 'https://example.org/a'))
          for (const line of lines) expect(line).toMatch(QUAD)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('say what the annotation says, with the types of the vocabulary', () => {
    const { lines, losses } = write({
      id: 'https://example.org/anno1',
      type: 'Annotation',
      motivation: 'commenting',
      created: '2026-01-31T12:00:00Z',
      body: { type: 'TextualBody', value: 'a "word"\n', language: 'en', purpose: 'tagging' },
      target: { source: 'https://example.org/page', selector: { type: 'TextPositionSelector', start: 4, end: 9 } },
    })
    expect(losses).toEqual([])
    const anno = '<https://example.org/anno1>'
    const oa = (name: string) => `<http://www.w3.org/ns/oa#${name}>`
    const type = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    const xsd = (name: string) => `<http://www.w3.org/2001/XMLSchema#${name}>`
    expect(lines.map((line) => line.replace(/_:b[0-9a-f]+/g, '_:'))).toEqual([
      `${anno} ${type} ${oa('Annotation')} .`,
      `${anno} ${oa('motivatedBy')} ${oa('commenting')} .`,
      `${anno} <http://purl.org/dc/terms/created> "2026-01-31T12:00:00Z"^^${xsd('dateTime')} .`,
      `_:n1 ${type} ${oa('TextualBody')} .`,
      String.raw`_:n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "a \"word\"\n" .`,
      '_:n1 <http://purl.org/dc/elements/1.1/language> "en" .',
      `_:n1 ${oa('hasPurpose')} ${oa('tagging')} .`,
      `${anno} ${oa('hasBody')} _:n1 .`,
      `_:n2 ${oa('hasSource')} <https://example.org/page> .`,
      `_:n3 ${type} ${oa('TextPositionSelector')} .`,
      `_:n3 ${oa('start')} "4"^^${xsd('nonNegativeInteger')} .`,
      `_:n3 ${oa('end')} "9"^^${xsd('nonNegativeInteger')} .`,
      `_:n2 ${oa('hasSelector')} _:n3 .`,
      `${anno} ${oa('hasTarget')} _:n2 .`,
    ])
  })

  it('write choices as lists, and read names that the annotation defines itself', () => {
    const context = [
      ANNOTATION_CONTEXT,
      { ex: 'https://example.org/ns#', mood: 'ex:mood', level: { '@id': 'ex:level', '@type': 'xsd:integer' } },
    ]
    const { lines, losses } = write({
      '@context': context,
      id: 'urn:x:1',
      type: 'Annotation',
      mood: ['dry', { '@value': 'trocken', '@language': 'de' }],
      level: 3,
      nonsense: true,
      body: { type: 'Choice', items: ['urn:x:2', 'urn:x:3'] },
      target: 'urn:x:4',
    })
    expect(lines).toContain('<urn:x:1> <https://example.org/ns#mood> "trocken"@de .')
    expect(lines).toContain(
      '<urn:x:1> <https://example.org/ns#level> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    )
    expect(lines.filter((line) => line.includes('22-rdf-syntax-ns#first'))).toHaveLength(2)
    expect(losses).toEqual([{ what: 'properties have no IRI in any context', count: 1 }])
  })

  it('name blank nodes the same each time, and differently for each annotation', () => {
    const one = (id: string) => write({ id, type: 'Annotation', target: { source: 'urn:t:1' } }).lines
    expect(one('urn:x:1')).toEqual(one('urn:x:1'))
    const blanks = (lines: string[]) => lines.flatMap((line) => line.match(/_:\w+/g) ?? [])
    expect(blanks(one('urn:x:1')).filter((name) => blanks(one('urn:x:2')).includes(name))).toEqual([])
  })
})
