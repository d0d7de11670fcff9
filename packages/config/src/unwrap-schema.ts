import { z } from 'zod'

/** The schema without its default and whether it may be missing. */
export function unwrapSchema(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapSchema(schema.unwrap())
  return schema
}
