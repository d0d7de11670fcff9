import { z } from 'zod'
import {
  type AnnotationAgent,
  annotationAgentsSchema,
  type AnnotationAudience,
  annotationAudiencesSchema,
} from './agents.ts'
import {
  type ExternalDescription,
  externalDescriptionSchema,
  type Selector,
  selectorSchema,
  type ResourceState,
  resourceStateSchema,
} from './selectors.ts'
import {
  anyOf,
  dateTimeSchema,
  iriSchema,
  languageSchema,
  type OneOrMany,
  oneOrMany,
  textDirectionSchema,
} from './values.ts'

/** What may be said about any body, target or source (https://www.w3.org/TR/annotation-model/#other-properties). */
export interface DescribedResource {
  id?: string | undefined
  type?: OneOrMany<string> | undefined
  format?: OneOrMany<string> | undefined
  language?: OneOrMany<string> | undefined
  processingLanguage?: string | undefined
  textDirection?: 'ltr' | 'rtl' | 'auto' | undefined
  accessibility?: OneOrMany<string> | undefined
  creator?: OneOrMany<string | AnnotationAgent> | undefined
  created?: string | undefined
  modified?: string | undefined
  generator?: OneOrMany<string | AnnotationAgent> | undefined
  generated?: string | undefined
  rights?: OneOrMany<string> | undefined
  canonical?: string | undefined
  via?: OneOrMany<string> | undefined
  audience?: OneOrMany<string | AnnotationAudience> | undefined
  [extension: string]: unknown
}

/** A resource on the web, named by its IRI. */
export interface ExternalResource extends DescribedResource {
  id: string
}

export interface TextualBody extends DescribedResource {
  value: string
  purpose?: OneOrMany<string> | undefined
}

/** A part, a state or a use of the resource `source`. */
export interface SpecificResource extends DescribedResource {
  source: string | ExternalResource
  selector?: OneOrMany<string | Selector | ExternalDescription> | undefined
  state?: OneOrMany<string | ResourceState | ExternalDescription> | undefined
  purpose?: OneOrMany<string> | undefined
  styleClass?: OneOrMany<string> | undefined
  renderedVia?: OneOrMany<string | ExternalResource> | undefined
  scope?: OneOrMany<string> | undefined
}

export const RESOURCE_SET_TYPES = ['Choice', 'Composite', 'List', 'Independents'] as const

/** Alternatives (`Choice`), or a set that is meant as a whole. */
export interface ResourceSet<Item> extends DescribedResource {
  type: (typeof RESOURCE_SET_TYPES)[number]
  items: Item[]
}

export type AnnotationBody = string | TextualBody | SpecificResource | ExternalResource | ResourceSet<AnnotationBody>
export type AnnotationTarget = string | SpecificResource | ExternalResource | ResourceSet<AnnotationTarget>

const described = {
  id: iriSchema.optional(),
  type: oneOrMany(z.string()).optional(),
  format: oneOrMany(z.string()).optional(),
  language: oneOrMany(languageSchema).optional(),
  processingLanguage: languageSchema.optional(),
  textDirection: textDirectionSchema.optional(),
  accessibility: oneOrMany(z.string()).optional(),
  creator: annotationAgentsSchema.optional(),
  created: dateTimeSchema.optional(),
  modified: dateTimeSchema.optional(),
  generator: annotationAgentsSchema.optional(),
  generated: dateTimeSchema.optional(),
  rights: oneOrMany(iriSchema).optional(),
  canonical: iriSchema.optional(),
  via: oneOrMany(iriSchema).optional(),
  audience: annotationAudiencesSchema.optional(),
}

const absent = (error: string) => z.never({ error }).optional()
const notTextualBody = oneOrMany(
  z.string().refine((type) => type !== 'TextualBody', 'A TextualBody has a value, is a body, and is not a target'),
)
const purposeSchema = oneOrMany(z.string().min(1))

const externalResource = {
  ...described,
  id: iriSchema,
  type: notTextualBody.optional(),
  source: absent('A resource with a source is a SpecificResource'),
  items: absent('A resource with an id has no items'),
  purpose: absent('Only a TextualBody or a SpecificResource has a purpose'),
}

export const externalResourceSchema = z.looseObject(externalResource).meta({ id: 'ExternalResource' })

const textualBodySchema = z
  .looseObject({
    ...described,
    value: z.string(),
    purpose: purposeSchema.optional(),
    items: absent('A TextualBody has no items'),
    source: absent('A TextualBody has no source'),
  })
  .meta({ id: 'TextualBody' })

/**
 * The shapes that differ by what may be named as a resource: an IRI, or on input also one of our resource ids.
 * `prefix` tells their names apart in OpenAPI.
 */
export function bodiesAndTargets(resourceIri: z.ZodType<string>, prefix: '' | 'New') {
  const named = (name: string) => ({ id: `${prefix}${name}` })
  const namedResource = z.looseObject({ ...externalResource, id: resourceIri }).meta(named('NamedResource'))
  const specificResource = z
    .looseObject({
      ...described,
      source: anyOf('the IRI or description of a resource', [resourceIri, namedResource]),
      selector: oneOrMany(
        anyOf('a selector or its IRI', [iriSchema, selectorSchema, externalDescriptionSchema]),
      ).optional(),
      state: oneOrMany(
        anyOf('a state or its IRI', [iriSchema, resourceStateSchema, externalDescriptionSchema]),
      ).optional(),
      purpose: purposeSchema.optional(),
      styleClass: oneOrMany(z.string()).optional(),
      renderedVia: oneOrMany(
        anyOf('the IRI or description of software', [iriSchema, externalResourceSchema]),
      ).optional(),
      scope: oneOrMany(iriSchema).optional(),
      items: absent('A SpecificResource has no items'),
      value: absent('A SpecificResource has no value'),
    })
    .meta(named('SpecificResource'))
  const body: z.ZodType<AnnotationBody> = z
    .lazy(() =>
      anyOf('a body: an IRI, a text with its value, or a resource with its id or source', [
        resourceIri,
        textualBodySchema,
        specificResource,
        resourceSetOf(body),
        namedResource,
      ]),
    )
    .meta(named('AnnotationBody'))
  const target: z.ZodType<AnnotationTarget> = z
    .lazy(() =>
      anyOf('a target: an IRI, or a resource with its id or source', [
        resourceIri,
        specificResource,
        resourceSetOf(target),
        namedResource,
      ]),
    )
    .meta(named('AnnotationTarget'))
  return { body, target }
}

const resourceSetOf = <T>(item: z.ZodType<T>) =>
  z.looseObject({
    ...described,
    type: z.enum(RESOURCE_SET_TYPES),
    items: z.array(item).min(1),
    value: absent('A set of resources has no value'),
    source: absent('A set of resources has no source'),
    purpose: absent('A set of resources has no purpose; its items may have one'),
  })
