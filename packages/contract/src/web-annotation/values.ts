import { z } from 'zod'
import { unionError } from './union-error.ts'

/** The JSON-LD context every Web Annotation names (https://www.w3.org/TR/annotation-model/#annotations). */
export const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld'

export type OneOrMany<T> = T | T[]

/** One of several alternatives; `expected` names them where a value resembles none. */
export const anyOf = <const T extends readonly z.ZodType[]>(expected: string, options: T): z.ZodUnion<T> =>
  z.union(options, { error: unionError(expected) })

/** A value or a non-empty list of values, as compact JSON-LD writes properties that may repeat. */
export const oneOrMany = <T extends z.ZodType>(
  schema: T,
  expected = 'one value or a list of values',
): z.ZodUnion<readonly [T, z.ZodArray<T>]> => anyOf(expected, [schema, z.array(schema).min(1)])

/** The values of a property that may be absent, single or repeated. */
export function listOf<T>(value: OneOrMany<T> | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** An absolute IRI (RFC 3987): a scheme, and none of the characters that RFC 3986 keeps out of every IRI. */
export const iriSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/u, 'Expected an absolute IRI, such as https://example.org/page')
  .meta({ format: 'iri' })

/** RFC 3339 date-time; we write UTC with `Z` and read any offset. */
export const dateTimeSchema = z.iso.datetime({
  offset: true,
  error: 'Expected a date and time with a time zone, such as 2026-01-31T12:00:00Z',
})

/** BCP 47 language tag, e.g. `en`, `pt-BR`, `zh-Hant`. */
export const languageSchema = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'Expected a language tag, such as en or pt-BR')

export const textDirectionSchema = z.enum(['ltr', 'rtl', 'auto'])

/** The JSON-LD context: the annotation context itself, or a list that contains it beside extensions. */
export const contextSchema = anyOf(`the context ${ANNOTATION_CONTEXT}, or a list with it`, [
  z.literal(ANNOTATION_CONTEXT),
  z
    .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
    .refine((contexts) => contexts.includes(ANNOTATION_CONTEXT), `@context must contain ${ANNOTATION_CONTEXT}`),
])

/** `type` of an object that must be `name`, alone or beside further classes. */
export const typeIncluding = <N extends string>(name: N) =>
  anyOf(`the type ${name}`, [
    z.literal(name),
    z.array(z.string()).refine((types) => types.includes(name), `type must include ${name}`),
  ])
