import { z } from 'zod'
import { anyOf, iriSchema, type OneOrMany, oneOrMany } from './values.ts'

/** Who made something: a person, an organization or software (https://www.w3.org/TR/annotation-model/#agents). */
export interface AnnotationAgent {
  id?: string | undefined
  type?: OneOrMany<string> | undefined
  name?: OneOrMany<string> | undefined
  nickname?: string | undefined
  email?: OneOrMany<string> | undefined
  email_sha1?: OneOrMany<string> | undefined
  homepage?: OneOrMany<string> | undefined
  [extension: string]: unknown
}

export const annotationAgentSchema: z.ZodType<AnnotationAgent> = z
  .looseObject({
    id: iriSchema.optional(),
    type: oneOrMany(z.string()).optional(),
    name: oneOrMany(z.string()).optional(),
    nickname: z.string().optional(),
    email: oneOrMany(z.string()).optional(),
    email_sha1: oneOrMany(z.string()).optional(),
    homepage: oneOrMany(iriSchema).optional(),
  })
  .meta({ id: 'AnnotationAgent' })

export const annotationAgentsSchema = oneOrMany(
  anyOf('the IRI or description of an agent', [iriSchema, annotationAgentSchema]),
)

/** For whom something is meant, usually a schema.org Audience (https://www.w3.org/TR/annotation-model/#intended-audience). */
export interface AnnotationAudience {
  id?: string | undefined
  type?: OneOrMany<string> | undefined
  [extension: string]: unknown
}

export const annotationAudienceSchema: z.ZodType<AnnotationAudience> = z.looseObject({
  id: iriSchema.optional(),
  type: oneOrMany(z.string()).optional(),
})

export const annotationAudiencesSchema = oneOrMany(
  anyOf('the IRI or description of an audience', [iriSchema, annotationAudienceSchema]),
)
