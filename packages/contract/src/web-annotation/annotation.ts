import { z } from 'zod'
import {
  type AnnotationAgent,
  annotationAgentsSchema,
  type AnnotationAudience,
  annotationAudiencesSchema,
} from './agents.ts'
import { idSchema } from '../primitives.ts'
import { isResourceSet, isSpecificResource, purposesOf } from './reading.ts'
import { type AnnotationBody, bodiesAndTargets, type AnnotationTarget } from './resources.ts'
import {
  type ANNOTATION_CONTEXT,
  anyOf,
  contextSchema,
  dateTimeSchema,
  iriSchema,
  listOf,
  type OneOrMany,
  oneOrMany,
  typeIncluding,
} from './values.ts'

/** https://www.w3.org/TR/annotation-model/#motivation-and-purpose */
export const MOTIVATIONS = [
  ...(['assessing', 'bookmarking', 'classifying', 'commenting', 'describing', 'editing', 'highlighting'] as const),
  ...(['identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging'] as const),
] as const
export type Motivation = (typeof MOTIVATIONS)[number]

export interface Stylesheet {
  id?: string | undefined
  type?: 'CssStylesheet' | undefined
  value?: string | undefined
  [extension: string]: unknown
}

/** A Web Annotation to be created: the server gives it its id, and puts in the context where it is left out. */
export interface NewWebAnnotation {
  '@context'?: WebAnnotation['@context'] | undefined
  id?: string | undefined
  type: OneOrMany<string>
  body?: OneOrMany<AnnotationBody> | undefined
  bodyValue?: string | undefined
  target: OneOrMany<AnnotationTarget>
  motivation?: OneOrMany<string> | undefined
  creator?: OneOrMany<string | AnnotationAgent> | undefined
  created?: string | undefined
  modified?: string | undefined
  generator?: OneOrMany<string | AnnotationAgent> | undefined
  generated?: string | undefined
  audience?: OneOrMany<string | AnnotationAudience> | undefined
  rights?: OneOrMany<string> | undefined
  canonical?: string | undefined
  via?: OneOrMany<string> | undefined
  stylesheet?: string | Stylesheet | undefined
  [extension: string]: unknown
}

/** A Web Annotation in compact JSON-LD (https://www.w3.org/TR/annotation-model/). Properties it does not name are kept. */
export interface WebAnnotation extends NewWebAnnotation {
  '@context': typeof ANNOTATION_CONTEXT | (string | Record<string, unknown>)[]
  id: string
}

const stylesheetSchema: z.ZodType<string | Stylesheet> = anyOf('the IRI of a stylesheet or a stylesheet', [
  iriSchema,
  z
    .looseObject({
      id: iriSchema.optional(),
      type: z.literal('CssStylesheet').optional(),
      value: z.string().optional(),
    })
    .refine((sheet) => (sheet.id === undefined) !== (sheet.value === undefined), {
      error: 'A stylesheet has either an id or a value',
    }),
])

const sharedProperties = {
  type: typeIncluding('Annotation'),
  bodyValue: z.string().optional(),
  motivation: oneOrMany(z.string().min(1)).optional(),
  creator: annotationAgentsSchema.optional(),
  created: dateTimeSchema.optional(),
  modified: dateTimeSchema.optional(),
  generator: annotationAgentsSchema.optional(),
  generated: dateTimeSchema.optional(),
  audience: annotationAudiencesSchema.optional(),
  rights: oneOrMany(iriSchema).optional(),
  canonical: iriSchema.optional(),
  via: oneOrMany(iriSchema).optional(),
  stylesheet: stylesheetSchema.optional(),
}

const strict = bodiesAndTargets(iriSchema, '')

/** One of our own resources, which the server turns into the IRI of that resource. */
const resourceIdOrIri = anyOf('an absolute IRI, such as https://example.org/page, or a resource id', [
  iriSchema,
  idSchema('res'),
])
const input = bodiesAndTargets(resourceIdOrIri, 'New')

export const annotationBodySchema = strict.body
export const annotationTargetSchema = strict.target

/** An annotation as it stands inside a page of annotations, where the page carries the context. */
const embeddedAnnotation = z.looseObject({
  ...sharedProperties,
  '@context': contextSchema.optional(),
  id: iriSchema,
  body: oneOrMany(strict.body, 'a body or a list of bodies').optional(),
  target: oneOrMany(strict.target, 'a target or a list of targets'),
})

export const webAnnotationSchema: z.ZodType<WebAnnotation> = embeddedAnnotation
  .extend({ '@context': contextSchema })
  .superRefine(refuseContradictions)
  .meta({ id: 'WebAnnotation' })

export const embeddedAnnotationSchema = embeddedAnnotation.superRefine(refuseContradictions)

/** What `POST /api/annotations` takes: id optional, and `res_…` allowed wherever a body or target names a resource. */
export const newWebAnnotationSchema: z.ZodType<NewWebAnnotation> = z
  .looseObject({
    ...sharedProperties,
    '@context': contextSchema.optional(),
    id: iriSchema.optional(),
    body: oneOrMany(input.body, 'a body or a list of bodies').optional(),
    target: oneOrMany(input.target, 'a target or a list of targets'),
  })
  .superRefine(refuseContradictions)
  .meta({ id: 'NewWebAnnotation' })

function refuseContradictions(annotation: NewWebAnnotation, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (annotation.body !== undefined && annotation.bodyValue !== undefined) {
    refuse('bodyValue', 'An annotation has either body or bodyValue')
  }
  const known = (term: string) => isMotivation(term, annotation['@context'])
  const strange = listOf(annotation.motivation).find((motivation) => !known(motivation))
  if (strange !== undefined) refuse('motivation', notAMotivation(strange))
  const strangePurpose = listOf<AnnotationBody>(annotation.body)
    .flatMap(purposesWithin)
    .find((term) => !known(term))
  if (strangePurpose !== undefined) refuse('body', `purpose: ${notAMotivation(strangePurpose)}`)
  if (annotation.stylesheet === undefined && [annotation.body, annotation.target].some(usesStyleClass)) {
    refuse('stylesheet', 'A styleClass needs the stylesheet that defines it')
  }
}

/** A bare word outside the model's list means something only where a further context can define it. */
function isMotivation(value: string, context: NewWebAnnotation['@context']): boolean {
  return MOTIVATIONS.some((known) => known === value) || value.includes(':') || Array.isArray(context)
}

const notAMotivation = (term: string): string => `${term} is none of ${MOTIVATIONS.join(', ')}, nor an IRI`

const purposesWithin = (body: AnnotationBody): string[] =>
  isResourceSet(body) ? body.items.flatMap(purposesWithin) : purposesOf(body)

function usesStyleClass(parts: OneOrMany<AnnotationBody | AnnotationTarget> | undefined): boolean {
  return listOf<AnnotationBody | AnnotationTarget>(parts).some((part) =>
    isResourceSet(part) ? usesStyleClass(part.items) : isSpecificResource(part) && part.styleClass !== undefined,
  )
}
