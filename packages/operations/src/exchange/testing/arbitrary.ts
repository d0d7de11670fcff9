import fc from 'fast-check'
import { countCodePoints } from '../code-points.ts'
import type { ExchangeAnnotation, ExchangeBody } from '../model.ts'

/** Random texts with random annotations, for what every format must give back. */

const unit = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abc XYZ.,;:|\\"\'#=-_\n\té') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('😀', '𝔘', '\u0301', '\u00a0', '\u2028', '中', '–', '\n\n', '[[x]]', '```', '---\n'),
  },
)

/** As a canonical text is: line feeds alone, no NUL, no byte order mark in front. */
export const canonicalText = fc.string({ unit, minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '')

/** Any value a person can have typed. */
export const anyValue = fc.string({ unit, minLength: 1, maxLength: 20 })
/** Names of terms: no control characters, no space around. */
export const termName = anyValue.map((text) => text.replace(/\p{C}|\s/gu, ' ').trim() || 'x')

const body: fc.Arbitrary<ExchangeBody> = fc.oneof(
  termName.map((value) => ({ kind: 'entityType' as const, value })),
  fc.record(
    { kind: fc.constant('tag' as const), value: termName, schema: termName },
    { requiredKeys: ['kind', 'value'] },
  ),
  fc.record({
    kind: fc.constant('text' as const),
    value: fc.oneof(anyValue, fc.constant('')),
    purpose: fc.constant('commenting'),
  }),
  fc.record({
    kind: fc.constant('link' as const),
    target: fc.constantFrom('https://example.org/a', 'Wikipedia:12', 'urn:x:1'),
    purpose: fc.constant('identifying'),
  }),
)

export interface MarkedText {
  readonly text: string
  readonly annotations: readonly ExchangeAnnotation[]
}

/** Passages overlap, touch, repeat and nest as chance has it; some annotations have no body, some several passages. */
export function markedText({ wholeDocument }: { wholeDocument: boolean }): fc.Arbitrary<MarkedText> {
  return canonicalText.chain((text) => {
    const length = countCodePoints(text)
    const span = fc
      .tuple(fc.nat(length - 1), fc.nat(length - 1))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 }))
    const annotation = fc.record({
      spans: fc
        .uniqueArray(span, {
          minLength: wholeDocument ? 0 : 1,
          maxLength: 2,
          selector: ({ start, end }) => `${start} ${end}`,
        })
        .map((spans) => spans.toSorted((a, b) => a.start - b.start || a.end - b.end)),
      motivation: fc.constantFrom('linking', 'commenting', 'highlighting', 'tagging'),
      bodies: fc.array(body, { maxLength: 3 }),
    })
    return fc.array(annotation, { maxLength: 5 }).map((list) => ({
      text,
      annotations: list.map((made, index) => ({ id: `urn:example:${index}`, ...made })),
    }))
  })
}

/** What must come back, with bodies in a fixed order: formats group them by kind. */
export function withoutIds(annotations: readonly ExchangeAnnotation[]) {
  return annotations
    .map(({ spans, motivation, bodies }) => ({ spans, motivation, bodies: bodies.map(stable).toSorted() }))
    .map((annotation) => JSON.stringify(annotation))
    .toSorted()
}

const stable = (value: ExchangeBody): string =>
  JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
