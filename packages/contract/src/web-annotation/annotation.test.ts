import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  ANNOTATION_CONTEXT,
  annotationCollectionSchema,
  annotationPageSchema,
  newWebAnnotationSchema,
  webAnnotationSchema,
} from './index.ts'

const target = 'https://example.org/page'
const whole = { '@context': ANNOTATION_CONTEXT, id: 'https://example.org/1', type: 'Annotation', target }

function faultsOf(annotation: unknown): string[] {
  const issues = newWebAnnotationSchema.safeParse(annotation).error?.issues ?? []
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('a new annotation', () => {
  const id = 'res_01h455vb4pex5vsknk084sn02q'

  it('may leave out its id and context, and name our resources by their ids', () => {
    const selector = { type: 'TextPositionSelector', start: 0, end: 5 }
    for (const named of [id, { source: id, selector }, { id, format: 'text/html' }, [id, target]]) {
      expect(faultsOf({ type: 'Annotation', target: named, body: { source: id, purpose: 'linking' } })).toEqual([])
    }
  })

  it('is not yet an annotation as we emit it', () => {
    expect(webAnnotationSchema.safeParse({ type: 'Annotation', target }).success).toBe(false)
    expect(webAnnotationSchema.safeParse({ ...whole, target: id }).success).toBe(false)
  })

  it('keeps what the model does not know, wherever it stands', () => {
    const extended = {
      ...whole,
      '@context': [ANNOTATION_CONTEXT, { ex: 'https://example.org/ns#' }],
      'ex:mood': { level: [1, 2, { deep: null }] },
      body: { type: 'TextualBody', value: 'hm', 'ex:tone': 'dry' },
      target: {
        source: target,
        'ex:page': 7,
        selector: {
          type: 'TextQuoteSelector',
          exact: 'a',
          'ex:seen': true,
          refinedBy: { type: 'CssSelector', value: 'b', 'ex:x': 1 },
        },
        state: { type: 'TimeState', sourceDate: '2026-01-01T00:00:00Z', 'ex:y': 2 },
      },
      creator: { type: 'Person', name: 'A', 'ex:orcid': '0000' },
    }
    expect(webAnnotationSchema.parse(extended)).toEqual(extended)
    expect(newWebAnnotationSchema.parse(extended)).toEqual(extended)
  })

  it('may carry motivations of its own where a context can define them, or as IRIs', () => {
    expect(faultsOf({ ...whole, motivation: ['highlighting', 'https://example.org/ns#praising'] })).toEqual([])
    expect(
      faultsOf({ ...whole, '@context': [ANNOTATION_CONTEXT, 'https://example.org/c'], motivation: 'praising' }),
    ).toEqual([])
    expect(faultsOf({ ...whole, motivation: 'higlighting' })[0]).toMatch(
      /^motivation: higlighting is none of assessing/,
    )
    expect(faultsOf({ ...whole, body: { value: 'x', purpose: 'taging' } })[0]).toMatch(
      /^body: purpose: taging is none of/,
    )
  })

  it('needs the stylesheet that its style classes come from, also inside of a choice', () => {
    const styled = { source: target, styleClass: 'red' }
    expect(faultsOf({ ...whole, target: styled })).toEqual([
      'stylesheet: A styleClass needs the stylesheet that defines it',
    ])
    expect(faultsOf({ ...whole, body: { type: 'Choice', items: [styled] } })).toHaveLength(1)
    expect(faultsOf({ ...whole, target: styled, stylesheet: { value: '.red {}' } })).toEqual([])
  })
})

describe('a refused annotation', () => {
  it.each([
    [{ target: 9 }, 'target: Expected a target or a list of targets'],
    [{ target: { source: 'nope' } }, 'target: source: Expected an absolute IRI, such as https://example.org/page'],
    [{ target: { source: target, selector: [{ type: 'TextQuoteSelector' }] } }, /^target: selector\.0\.exact: /],
    [
      { target: { source: target, selector: { type: 'FooSelector' } } },
      /^target: selector\.type: must be one of TextQuote/,
    ],
    [
      { target: { source: target, selector: { type: 'TextPositionSelector', start: 5, end: 2 } } },
      'target.selector.end: end must not be before start',
    ],
    [{ body: [{ type: 'TextualBody', value: 'x' }, { type: 'TextualBody' }] }, /^body: 1\.value: /],
    [{ body: { value: 'x', source: target } }, 'body: source: A TextualBody has no source'],
    [{ body: { id: target, textDirection: 'up' } }, /^body: textDirection: .*ltr/],
    [{ body: 'urn:x', bodyValue: 'x' }, 'bodyValue: An annotation has either body or bodyValue'],
    [{ creator: { type: 'Person', homepage: 'home' } }, /^creator.homepage: Expected an absolute IRI/],
    [{ created: 'yesterday' }, /^created: Expected a date and time with a time zone/],
  ])('names the part that is wrong: %j', (change, fault) => {
    const [first, ...more] = faultsOf({ ...whole, ...change })
    expect(more).toEqual([])
    if (typeof fault === 'string') expect(first).toBe(fault)
    else expect(first).toMatch(fault)
  })
})

describe('the schemas', () => {
  it.each([
    ['WebAnnotation', webAnnotationSchema],
    ['NewWebAnnotation', newWebAnnotationSchema],
    ['AnnotationPage', annotationPageSchema],
    ['AnnotationCollection', annotationCollectionSchema],
  ])('can be written as JSON Schema for OpenAPI: %s', (name, schema) => {
    const written = z.toJSONSchema(schema, { io: 'input' })
    expect(JSON.stringify(written)).toContain(`#/$defs/Selector`)
    expect(written.id ?? written.$ref).toContain(name)
  })
})
