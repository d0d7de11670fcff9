import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSharedData } from '@semiont/testkit/shared-data'
import Ajv from 'ajv-draft-04'

/** The W3C's own assertions and samples for the Web Annotation model, read from the shared data folder. */

const found = findSharedData('w3c-annotation-model', 'the W3C annotation model assertions and samples')
const root = found ?? ''

export const w3cDataPresent = found !== undefined

export interface Sample {
  name: string
  /** The file as it is; some of the incorrect samples are not JSON. */
  text: string
}

export function samples(kind: 'correct' | 'incorrect'): Sample[] {
  const folder = join(root, 'tools/samples', kind)
  return readdirSync(folder).map((name) => ({
    name: name.replace('.json', ''),
    text: readFileSync(join(folder, name), 'utf8'),
  }))
}

type JsonSchema = Record<string, unknown>
const readJson = (path: string): JsonSchema => JSON.parse(readFileSync(join(root, path), 'utf8')) as JsonSchema

/** Nested `$schema` and `title` keywords of the definitions are not valid draft 4 where they stand. */
function withoutNestedDialect(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNestedDialect)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, entry]) => key !== '$schema' || typeof entry !== 'string')
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutNestedDialect(entry)]))
}

const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export type AssertionSet =
  | 'annotations/annotationMusts.test'
  | 'collections/collectionMusts.test'
  | 'collections/pages/pageMusts.test'

/** Gives, for a JSON value, the names of the MUST assertions it violates. */
export function assertionsOf(set: AssertionSet): { count: number; violations: (value: unknown) => string[] } {
  const ajv = new Ajv({ strict: false, logger: false, formats: { uri, 'date-time': dateTime } })
  for (const name of readdirSync(join(root, 'definitions')).filter((file) => file.endsWith('.json'))) {
    ajv.addSchema(withoutNestedDialect(readJson(`definitions/${name}`)) as JsonSchema, name)
  }
  const names = readJson(set)['assertions'] as string[]
  const validators = names.map((name) => {
    const { id: _id, ...schema } = withoutNestedDialect(readJson(name)) as JsonSchema
    return { name, validate: ajv.compile(schema) }
  })
  return {
    count: validators.length,
    violations: (value) => validators.filter(({ validate }) => !validate(value)).map(({ name }) => name),
  }
}
