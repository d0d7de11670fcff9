import { z } from 'zod'
import { ConfigurationError } from './errors.ts'
import { isSettings } from './merge-settings.ts'
import { nearestKey } from './nearest-key.ts'
import { unwrapSchema } from './unwrap-schema.ts'

/** Parses what a configuration file holds; every finding names the file, the place in it and the nearest known key. */
export function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(result.error.issues, schema, file)
}

/**
 * Checks one of several files that are merged afterwards: what is in it must be right, what is not in it may come from another.
 * @throws ConfigurationError as parseSettings
 */
export function assertSettingsFile(schema: z.ZodType, value: unknown, file: string): void {
  const issues = schema.safeParse(value).error?.issues ?? []
  const wrong = issues.filter((issue) => issue.code !== 'invalid_type' || !isMissing(value, issue.path))
  if (wrong.length > 0) throw invalid(wrong, schema, file)
}

/** Whether a key of an object is not there. A list comes from one file only, so what its members lack is wrong. */
function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  if (path.some((step) => typeof step === 'number')) return false
  const found = path.reduce<unknown>((at, step) => (isSettings(at) ? at[String(step)] : undefined), value)
  return found === undefined
}

function invalid(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, file: string): ConfigurationError {
  const findings = issues.flatMap((issue) => describe(issue, schema)).map((finding) => `${file}: ${finding}`)
  return new ConfigurationError(`The configuration in ${file} is not valid.`, findings)
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
  let current: unknown = unwrapSchema(schema)
  for (const step of path) {
    if (current instanceof z.ZodObject) current = unwrapSchema(current.shape[String(step)])
    else if (current instanceof z.ZodArray) current = unwrapSchema(current.element)
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape).filter((key) => key !== '$schema') : []
}
