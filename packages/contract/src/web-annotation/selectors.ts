import { z } from 'zod'
import { anyOf, dateTimeSchema, iriSchema, type OneOrMany, oneOrMany } from './values.ts'

/**
 * Selectors and states (https://www.w3.org/TR/annotation-model/#selectors, #states). Positions are Unicode code points
 * for text and bytes for data; `end` is exclusive. Unknown properties are kept.
 */

interface Refinable {
  id?: string | undefined
  /** A selector or state that is applied to what this one selects. */
  refinedBy?: OneOrMany<Refinement> | undefined
  [extension: string]: unknown
}

export interface TextQuoteSelector extends Refinable {
  type: 'TextQuoteSelector'
  exact: string
  prefix?: string | undefined
  suffix?: string | undefined
}

export interface TextPositionSelector extends Refinable {
  type: 'TextPositionSelector'
  start: number
  end: number
}

export interface DataPositionSelector extends Refinable {
  type: 'DataPositionSelector'
  start: number
  end: number
}

export interface FragmentSelector extends Refinable {
  type: 'FragmentSelector'
  value: string
  conformsTo?: string | undefined
}

export interface CssSelector extends Refinable {
  type: 'CssSelector'
  value: string
}

export interface XPathSelector extends Refinable {
  type: 'XPathSelector'
  value: string
}

/** Either embedded (`value`) or referred to (`id`), never both. */
export interface SvgSelector extends Refinable {
  type: 'SvgSelector'
  value?: string | undefined
}

export interface RangeSelector extends Refinable {
  type: 'RangeSelector'
  startSelector: PointSelector
  endSelector: PointSelector
}

export interface TimeState extends Refinable {
  type: 'TimeState'
  sourceDate?: OneOrMany<string> | undefined
  sourceDateStart?: string | undefined
  sourceDateEnd?: string | undefined
  cached?: OneOrMany<string> | undefined
}

export interface HttpRequestState extends Refinable {
  type: 'HttpRequestState'
  value: string
}

/** A selector or state that is described elsewhere, under its IRI. */
export interface ExternalDescription {
  id: string
  type?: OneOrMany<string> | undefined
  [extension: string]: unknown
}

export type PointSelector =
  | TextQuoteSelector
  | TextPositionSelector
  | DataPositionSelector
  | FragmentSelector
  | CssSelector
  | XPathSelector
  | SvgSelector
export type Selector = PointSelector | RangeSelector
export type ResourceState = TimeState | HttpRequestState
export type Refinement = string | Selector | ResourceState | ExternalDescription

/** Optional itself, not only inside: zod takes a lazy property for required until it looks. */
const refinedBy: z.ZodType<OneOrMany<Refinement>> = z.lazy(() => oneOrMany(refinementSchema))
const refinable = { id: iriSchema.optional(), refinedBy: refinedBy.optional() }

const startsBeforeEnd = ({ start, end }: { start: number; end: number }): boolean => start <= end
const orderedPositions = { path: ['end'], error: 'end must not be before start' }
const offset = z.int().min(0)

export const textQuoteSelectorSchema = z
  .looseObject({
    ...refinable,
    type: z.literal('TextQuoteSelector'),
    exact: z.string(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  })
  .meta({ id: 'TextQuoteSelector' })

export const textPositionSelectorSchema = z
  .looseObject({ ...refinable, type: z.literal('TextPositionSelector'), start: offset, end: offset })
  .refine(startsBeforeEnd, orderedPositions)
  .meta({ id: 'TextPositionSelector' })

export const dataPositionSelectorSchema = z
  .looseObject({ ...refinable, type: z.literal('DataPositionSelector'), start: offset, end: offset })
  .refine(startsBeforeEnd, orderedPositions)
  .meta({ id: 'DataPositionSelector' })

export const fragmentSelectorSchema = z
  .looseObject({
    ...refinable,
    type: z.literal('FragmentSelector'),
    value: z.string(),
    conformsTo: iriSchema.optional(),
  })
  .meta({ id: 'FragmentSelector' })

export const cssSelectorSchema = z
  .looseObject({ ...refinable, type: z.literal('CssSelector'), value: z.string() })
  .meta({ id: 'CssSelector' })

export const xpathSelectorSchema = z
  .looseObject({ ...refinable, type: z.literal('XPathSelector'), value: z.string() })
  .meta({ id: 'XPathSelector' })

export const svgSelectorSchema = z
  .looseObject({ ...refinable, type: z.literal('SvgSelector'), value: z.string().optional() })
  .refine((selector) => (selector.value === undefined) !== (selector.id === undefined), {
    error: 'An SvgSelector has either a value or an id',
  })
  .meta({ id: 'SvgSelector' })

export const rangeSelectorSchema = z
  .looseObject({
    ...refinable,
    type: z.literal('RangeSelector'),
    get startSelector(): z.ZodType<PointSelector> {
      return pointSelectorSchema
    },
    get endSelector(): z.ZodType<PointSelector> {
      return pointSelectorSchema
    },
  })
  .meta({ id: 'RangeSelector' })

const pointSelectors = [
  textQuoteSelectorSchema,
  textPositionSelectorSchema,
  dataPositionSelectorSchema,
  fragmentSelectorSchema,
  cssSelectorSchema,
  xpathSelectorSchema,
  svgSelectorSchema,
] as const

/** The message for an object of a type that is none of these. */
function unknownType(options: readonly { shape: { type: z.ZodLiteral<string> } }[]): string {
  return `must be one of ${options.map(({ shape }) => shape.type.value).join(', ')}`
}

/** The selectors that may start or end a range. */
export const pointSelectorSchema: z.ZodType<PointSelector> = z.discriminatedUnion('type', pointSelectors, {
  error: unknownType(pointSelectors),
})

export const selectorSchema: z.ZodType<Selector> = z
  .discriminatedUnion('type', [...pointSelectors, rangeSelectorSchema], {
    error: unknownType([...pointSelectors, rangeSelectorSchema]),
  })
  .meta({ id: 'Selector' })

export const timeStateSchema = z
  .looseObject({
    ...refinable,
    type: z.literal('TimeState'),
    sourceDate: oneOrMany(dateTimeSchema).optional(),
    sourceDateStart: dateTimeSchema.optional(),
    sourceDateEnd: dateTimeSchema.optional(),
    cached: oneOrMany(iriSchema).optional(),
  })
  .refine(hasOneKindOfDate, { error: 'A TimeState has either sourceDate, or sourceDateStart and sourceDateEnd' })
  .meta({ id: 'TimeState' })

function hasOneKindOfDate(state: Pick<TimeState, 'sourceDate' | 'sourceDateStart' | 'sourceDateEnd'>): boolean {
  const { sourceDate, sourceDateStart, sourceDateEnd } = state
  if (sourceDate !== undefined) return sourceDateStart === undefined && sourceDateEnd === undefined
  return sourceDateStart !== undefined && sourceDateEnd !== undefined
}

export const httpRequestStateSchema = z
  .looseObject({ ...refinable, type: z.literal('HttpRequestState'), value: z.string() })
  .meta({ id: 'HttpRequestState' })

export const resourceStateSchema: z.ZodType<ResourceState> = z.discriminatedUnion('type', [
  timeStateSchema,
  httpRequestStateSchema,
])

const describedTypes = new Set<string>([
  ...['TextQuoteSelector', 'TextPositionSelector', 'DataPositionSelector', 'FragmentSelector', 'CssSelector'],
  ...['XPathSelector', 'SvgSelector', 'RangeSelector', 'TimeState', 'HttpRequestState'],
])

/** An id stands for a selector only where its type is not one of those that must describe themselves. */
export const externalDescriptionSchema: z.ZodType<ExternalDescription> = z.looseObject({
  id: iriSchema,
  type: oneOrMany(
    z.string().refine((type) => !describedTypes.has(type), 'This type needs its own properties'),
  ).optional(),
})

export const refinementSchema: z.ZodType<Refinement> = z
  .lazy(() =>
    anyOf('a selector or state, or its IRI', [
      iriSchema,
      selectorSchema,
      resourceStateSchema,
      externalDescriptionSchema,
    ]),
  )
  .meta({ id: 'Refinement' })
