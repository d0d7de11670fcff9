import { z } from 'zod'
import { collectionIdSchema } from './collections.ts'
import { endpoint } from './endpoint.ts'
import { languageTagSchema, nameSchema, pageOf, pageQuerySchema } from './primitives.ts'
import { mediaTypeSchema, resourceSchema } from './resources.ts'

/** Positions are Unicode code points; `start` inclusive, `end` exclusive. */
const spanSchema = z.object({ start: z.int().min(0), end: z.int().min(0) })

export const passageHitSchema = z
  .object({
    version: z.int().min(1).meta({ description: 'Version of the resource the positions count in' }),
    start: z.int().min(0).meta({ description: 'Where `text` begins in the canonical text' }),
    end: z.int().min(0),
    text: z.string().meta({ description: 'Exact characters of the canonical text from start to end' }),
    matches: z.array(spanSchema).meta({ description: 'Matched words, as positions in the canonical text' }),
  })
  .meta({ id: 'PassageHit' })
export type PassageHit = z.infer<typeof passageHitSchema>

export const searchHitSchema = z
  .object({
    resource: resourceSchema,
    score: z.number().meta({ description: 'Higher is better; comparable within one answer only' }),
    nameMatches: z.array(spanSchema).meta({ description: 'Matched parts, as positions in the name' }),
    passages: z
      .array(passageHitSchema)
      .meta({ description: 'The best passages, best first; empty when only the name matches' }),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchResources = endpoint({
  operationId: 'searchResources',
  method: 'GET',
  path: '/api/search',
  tag: 'search',
  summary: 'Search the resources you can see by name and by the words in their text',
  description:
    'Words should all occur in one passage; when few passages have all, those with some of them follow (stemmed in the language of the document; accents do not matter). "exact phrase" in quotes, prefix*, OR between alternatives; -without leaves out passages that have the word. A query of which nothing is left, such as "-", finds nothing.',
  access: 'session',
  query: pageQuerySchema.extend({
    limit: z.coerce.number().int().min(1).max(50).default(20),
    q: z.string().trim().min(1).max(500),
    collectionId: collectionIdSchema.optional(),
    mediaType: mediaTypeSchema.optional(),
    language: languageTagSchema.optional(),
    entityType: nameSchema.optional(),
    archived: z.enum(['true', 'false', 'any']).default('false'),
  }),
  responses: { 200: { description: 'A page of resources, best first', schema: pageOf(searchHitSchema) } },
  errors: ['forbidden'],
})

export const searchEndpoints = [searchResources] as const
