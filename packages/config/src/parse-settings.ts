import { z } from 'zod'
import { ConfigurationError } from './errors.ts'
import { nearestKey } from './nearest-key.ts'

/** Parses what a configuration file holds; every finding names the file, the place in it and the nearest known key. */
export function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const findings = result.error.issues
    .flatMap((issue) => describe(issue, schema))
    .map((finding) => `${file}: ${finding}`)
  throw new ConfigurationError(`The configuration in ${file} is not valid.`, findings)
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType): string[] {
  const place = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [`${place.join('.') || 'the file'}: ${issue.message}`]
  const known = knownKeys(schema, issue.path)
  return issue.keys.map((key) => {
    const near = nearestKey(key, known)
    const hint = near ? `Did you mean ${near}?` : `Known here: ${known.join(', ')}.`
    return `${[...place, key].join('.')}: unknown key. ${hint}`
  })
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = unwrap(schema)
  for (const step of path) {
    if (current instanceof z.ZodObject) current = unwrap(current.shape[String(step)])
    else if (current instanceof z.ZodArray) current = unwrap(current.element)
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape).filter((key) => key !== '$schema') : []
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap())
  return schema
}
