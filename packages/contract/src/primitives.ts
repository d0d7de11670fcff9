import { z } from 'zod'

/** TypeID prefixes: what kind of thing an identifier names. */
export const ID_PREFIXES = {
  usr: 'person',
  agt: 'agent',
  col: 'collection',
  res: 'resource',
  ann: 'annotation',
  ety: 'entity type',
  tsc: 'tag schema',
  ses: 'session',
  pat: 'access token',
  evt: 'security event',
} as const
export type IdPrefix = keyof typeof ID_PREFIXES

/** A TypeID: prefix, underscore, 26 characters of base32 UUIDv7. */
export function idSchema<P extends IdPrefix>(...prefixes: [P, ...P[]]) {
  return z.string().regex(new RegExp(`^(?:${prefixes.join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}$`), {
    error: `must be the identifier of a ${prefixes.map((prefix) => ID_PREFIXES[prefix]).join(' or ')}, such as ${prefixes[0]}_01h455vb4pex5vsknk084sn02q`,
  })
}

export const participantIdSchema = idSchema('usr', 'agt')

/** ISO 8601 in UTC. */
export const timestampSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })

/** BCP 47 language tag, such as `en` or `pt-BR`. */
export const languageTagSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'must be a BCP 47 language tag such as "en" or "pt-BR"' })

/** Text as typed by a person: no NUL, which PostgreSQL cannot store. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]*$/, { error: 'must not contain control characters' })
export const descriptionSchema = z
  .string()
  .max(10_000)
  .regex(/^[^\u0000]*$/, { error: 'must not contain NUL characters' })

/** What a version number can be: PostgreSQL keeps it in 32 bits. */
export const versionNumberSchema = z.int().min(1).max(2_147_483_647)
/** The same in a query string. */
export const versionNumberQuerySchema = z.coerce.number().int().min(1).max(2_147_483_647)

/** The version of a stream the caller has read; a stale one is refused with 409. */
export const expectedVersionSchema = versionNumberSchema.meta({
  description: 'Stream version last read; stale is refused with 409',
})

export const cursorSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/)

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursorSchema.optional().meta({ description: 'nextCursor of the page before' }),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** A boolean in a query string: `true` or `false`. */
export const booleanQuerySchema = z.enum(['true', 'false']).transform((value) => value === 'true')

export const participantKindSchema = z.enum(['person', 'agent'])

/** Who did something, as shown next to it. */
export const participantRefSchema = z
  .object({ id: participantIdSchema, kind: participantKindSchema, name: z.string() })
  .meta({ id: 'ParticipantRef' })
export type ParticipantRef = z.infer<typeof participantRefSchema>

/** A query parameter that may be given several times: `?type=a&type=b`. */
export function listQuerySchema<T extends z.ZodType<unknown, string>>(item: T) {
  return z.union([z.array(item).max(100), item.transform((value) => [value])]) as z.ZodType<
    z.output<T>[],
    string | string[]
  >
}
