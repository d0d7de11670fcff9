import { z } from 'zod'
import { environmentSchema } from './environment-schema.ts'
import { ConfigurationError } from './errors.ts'
import { nearestKey } from './nearest-key.ts'
import { unwrapSchema } from './unwrap-schema.ts'

export interface Setting {
  /** `site.oauthAllowedDomains` */
  readonly path: string
  readonly schema: z.ZodType
  readonly kind: 'section' | 'list' | 'number' | 'boolean' | 'text'
  readonly description: string | undefined
}

/** Every setting there is: sections, and the settings in them. */
export function listSettings(): Setting[] {
  return descend(environmentSchema, '')
}

/** @throws ConfigurationError naming the nearest path */
export function findSetting(path: string): Setting {
  const settings = listSettings()
  const found = settings.find((setting) => setting.path === path)
  if (found) return found
  const near = nearestPath(
    path,
    settings.map((setting) => setting.path),
  )
  throw new ConfigurationError(
    near === undefined
      ? `There is no setting "${path}". See all with: semiont configure show`
      : `There is no setting "${path}". Did you mean ${near}?`,
  )
}

/** The path people meant: a slip of a letter, or the last word of it alone. */
function nearestPath(path: string, known: readonly string[]): string | undefined {
  const near = nearestKey(path, known)
  const last = path.split('.').at(-1) ?? path
  const lasts = new Map(known.map((candidate) => [candidate.split('.').at(-1) ?? candidate, candidate]))
  const sameLast = known.find((candidate) => candidate.toLowerCase().endsWith(`.${last.toLowerCase()}`))
  return sameLast ?? near ?? lasts.get(nearestKey(last, [...lasts.keys()]) ?? '')
}

function descend(schema: z.ZodType, prefix: string): Setting[] {
  const object = unwrapSchema(schema)
  if (!(object instanceof z.ZodObject)) return []
  return Object.entries(object.shape).flatMap(([key, child]) => {
    if (!(child instanceof z.ZodType)) return []
    const path = prefix === '' ? key : `${prefix}.${key}`
    return [{ path, schema: child, kind: kindOf(child), description: child.description }, ...descend(child, path)]
  })
}

function kindOf(schema: z.ZodType): Setting['kind'] {
  const inner = unwrapSchema(schema)
  if (inner instanceof z.ZodObject) return 'section'
  if (inner instanceof z.ZodArray) return 'list'
  if (inner instanceof z.ZodNumber) return 'number'
  return inner instanceof z.ZodBoolean ? 'boolean' : 'text'
}
