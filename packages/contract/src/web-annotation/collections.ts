import { z } from 'zod'
import { type AnnotationAgent, annotationAgentsSchema } from './agents.ts'
import { embeddedAnnotationSchema, type WebAnnotation } from './annotation.ts'
import {
  ANNOTATION_CONTEXT,
  anyOf,
  contextSchema,
  dateTimeSchema,
  iriSchema,
  type OneOrMany,
  oneOrMany,
  typeIncluding,
} from './values.ts'

/** Collections and their pages (https://www.w3.org/TR/annotation-model/#collections). */

type Context = WebAnnotation['@context']
export type EmbeddedAnnotation = Omit<WebAnnotation, '@context'> & { '@context'?: Context | undefined }

export interface AnnotationPage {
  '@context': Context
  id: string
  type: OneOrMany<string>
  partOf?: string | { id: string; [extension: string]: unknown } | undefined
  next?: string | undefined
  prev?: string | undefined
  startIndex?: number | undefined
  items: (string | EmbeddedAnnotation)[]
  [extension: string]: unknown
}

export interface AnnotationCollection {
  '@context': Context
  id: string
  type: OneOrMany<string>
  label?: OneOrMany<string> | undefined
  total?: number | undefined
  first?: string | EmbeddedPage | undefined
  last?: string | undefined
  creator?: OneOrMany<string | AnnotationAgent> | undefined
  created?: string | undefined
  modified?: string | undefined
  rights?: OneOrMany<string> | undefined
  [extension: string]: unknown
}

export type EmbeddedPage = Omit<AnnotationPage, '@context'> & { '@context'?: Context | undefined }

const provenance = {
  label: oneOrMany(z.string()).optional(),
  creator: annotationAgentsSchema.optional(),
  created: dateTimeSchema.optional(),
  modified: dateTimeSchema.optional(),
  rights: oneOrMany(iriSchema).optional(),
}

const embeddedPage = z.looseObject({
  ...provenance,
  '@context': contextSchema.optional(),
  id: iriSchema,
  type: typeIncluding('AnnotationPage'),
  partOf: anyOf('a collection or its IRI', [iriSchema, z.looseObject({ id: iriSchema })]).optional(),
  next: iriSchema.optional(),
  prev: iriSchema.optional(),
  startIndex: z.int().min(0).optional(),
  items: z.array(anyOf('an annotation or its IRI', [iriSchema, embeddedAnnotationSchema])),
})

export const annotationPageSchema: z.ZodType<AnnotationPage> = embeddedPage
  .extend({ '@context': contextSchema })
  .meta({ id: 'AnnotationPage' })

export const annotationCollectionSchema: z.ZodType<AnnotationCollection> = z
  .looseObject({
    ...provenance,
    '@context': contextSchema,
    id: iriSchema,
    type: typeIncluding('AnnotationCollection'),
    total: z.int().min(0).optional(),
    first: anyOf('a page or its IRI', [iriSchema, embeddedPage]).optional(),
    last: iriSchema.optional(),
  })
  .refine((collection) => !collection.total || collection.first !== undefined, {
    path: ['first'],
    error: 'A collection that is not empty names its first page',
  })
  .meta({ id: 'AnnotationCollection' })

/** One page of a collection. `partOf` is an object, so that a page alone tells how much there is. */
export function annotationPage(input: {
  id: string
  collection: { id: string; label?: string; total: number }
  startIndex: number
  next?: string | undefined
  prev?: string | undefined
  annotations: readonly WebAnnotation[]
}): AnnotationPage {
  const { collection } = input
  return {
    '@context': ANNOTATION_CONTEXT,
    id: input.id,
    type: 'AnnotationPage',
    partOf: { type: 'AnnotationCollection', ...collection },
    startIndex: input.startIndex,
    ...(input.next === undefined ? {} : { next: input.next }),
    ...(input.prev === undefined ? {} : { prev: input.prev }),
    items: input.annotations.map(withoutStandardContext),
  }
}

/** A whole collection in one document, its only page inside it: how the annotations of a resource are taken away. */
export function annotationCollection(input: {
  id: string
  label?: string
  annotations: readonly WebAnnotation[]
}): AnnotationCollection {
  const items = input.annotations.map(withoutStandardContext)
  return {
    '@context': ANNOTATION_CONTEXT,
    id: input.id,
    type: 'AnnotationCollection',
    ...(input.label === undefined ? {} : { label: input.label }),
    total: items.length,
    first: { id: `${input.id}?page=1`, type: 'AnnotationPage', partOf: { id: input.id }, startIndex: 0, items },
  }
}

/** The page's context already covers the items; an item keeps its own only where it brings extensions. */
function withoutStandardContext(annotation: WebAnnotation): EmbeddedAnnotation {
  if (annotation['@context'] !== ANNOTATION_CONTEXT) return annotation
  const { '@context': _standard, ...rest } = annotation
  return rest
}
