import { describe, expect, it } from 'vitest'
import {
  bodiesOf,
  creatorsOf,
  isExternalResource,
  isResourceSet,
  isSpecificResource,
  isTextualBody,
  motivationsOf,
  type NewWebAnnotation,
  newWebAnnotationSchema,
  purposesOf,
  selectorsOf,
  sourceOf,
  sourcesWithPurpose,
  targetsOf,
  textsWithPurpose,
  withResourceNames,
} from './index.ts'

const id = 'res_01h455vb4pex5vsknk084sn02q'
const other = 'res_01h455vb4pex5vsknk084sn02r'

const reference: NewWebAnnotation = newWebAnnotationSchema.parse({
  type: 'Annotation',
  motivation: 'linking',
  creator: ['https://example.org/ann', { type: 'Software', name: 'Tagger' }],
  body: [
    { type: 'TextualBody', purpose: 'classifying', value: 'Person' },
    { type: 'TextualBody', purpose: ['tagging', 'describing'], value: 'heroine' },
    { type: 'SpecificResource', purpose: 'identifying', source: other },
    { type: 'Choice', items: [`urn:x:1`, { source: { id: other, format: 'text/plain' }, selector: 'urn:x:s' }] },
    'https://example.org/alice',
  ],
  target: {
    source: id,
    selector: [
      { type: 'TextQuoteSelector', exact: 'Alice' },
      'https://example.org/selectors/7',
      { id: 'https://example.org/selectors/8', type: 'https://example.org/PageSelector' },
      { type: 'TextPositionSelector', start: 3, end: 8 },
    ],
  },
})

describe('reading an annotation', () => {
  it('gives lists, whether a property stands once, repeatedly or not at all', () => {
    expect(motivationsOf(reference)).toEqual(['linking'])
    expect(motivationsOf({ motivation: ['tagging', 'linking'] })).toEqual(['tagging', 'linking'])
    expect(motivationsOf({})).toEqual([])
    expect(targetsOf({ target: ['urn:a', 'urn:b'] })).toEqual(['urn:a', 'urn:b'])
    expect(creatorsOf(reference)).toHaveLength(2)
    expect(bodiesOf({})).toEqual([])
  })

  it('reads a bodyValue as the plain text body it stands for', () => {
    expect(bodiesOf({ bodyValue: 'Well said' })).toEqual([
      { type: 'TextualBody', value: 'Well said', format: 'text/plain' },
    ])
  })

  it('tells the kinds of bodies apart, with or without their type', () => {
    const kinds = bodiesOf(reference).map((body) => [
      ...[isTextualBody(body), isSpecificResource(body), isResourceSet(body), isExternalResource(body)],
    ])
    const [text, specific, set, iri] = [
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, false],
      [false, false, false, false],
    ]
    expect(kinds).toEqual([text, text, specific, set, iri])
    expect(isExternalResource({ id: 'https://example.org/x', type: 'Image' })).toBe(true)
  })

  it('names what a target is about', () => {
    expect(targetsOf(reference).map(sourceOf)).toEqual([id])
    expect(sourceOf({ source: { id: 'urn:x', format: 'text/html' } })).toBe('urn:x')
    expect(sourceOf({ id: 'urn:y' })).toBe('urn:y')
    expect(sourceOf('urn:z')).toBe('urn:z')
    expect(sourceOf({ type: 'TextualBody', value: 'text' })).toBeUndefined()
  })

  it('gives the selectors that describe themselves', () => {
    expect(
      targetsOf(reference)
        .flatMap(selectorsOf)
        .map(({ type }) => type),
    ).toEqual(['TextQuoteSelector', 'TextPositionSelector'])
    expect(selectorsOf('urn:whole')).toEqual([])
  })

  it('finds texts and sources by purpose', () => {
    expect(textsWithPurpose(reference, 'classifying')).toEqual(['Person'])
    expect(textsWithPurpose(reference, 'describing')).toEqual(['heroine'])
    expect(sourcesWithPurpose(reference, 'identifying')).toEqual([other])
    expect(bodiesOf(reference).map(purposesOf)).toEqual([
      ...[['classifying'], ['tagging', 'describing'], ['identifying'], [], []],
    ])
  })
})

describe('renaming resources', () => {
  const toIri = (name: string) => (name.startsWith('res_') ? `https://library.example/api/resources/${name}` : name)

  it('reaches every body and target, in sets too, and nothing else', () => {
    const renamed = withResourceNames(reference, toIri)
    expect(targetsOf(renamed).map(sourceOf)).toEqual([`https://library.example/api/resources/${id}`])
    expect(sourcesWithPurpose(renamed, 'identifying')).toEqual([`https://library.example/api/resources/${other}`])
    expect(JSON.stringify(renamed)).toBe(
      JSON.stringify(reference).replaceAll(/"(res_\w+)"/g, '"https://library.example/api/resources/$1"'),
    )
    expect(targetsOf(reference).map(sourceOf)).toEqual([id])
  })

  it('keeps an annotation without a body without one', () => {
    const highlight: NewWebAnnotation = { type: 'Annotation', target: id }
    expect(withResourceNames(highlight, toIri)).toEqual({
      ...{ type: 'Annotation', target: `https://library.example/api/resources/${id}` },
    })
  })
})
