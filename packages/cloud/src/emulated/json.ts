import type { Json, JsonObject } from './aws-calls.ts'

/** @throws Error where there is something else */
export function text(value: Json | undefined): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new Error(`A text was expected where there is ${JSON.stringify(value)}.`)
}

/** @throws Error where there is something else */
export function object(value: Json | undefined): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new Error(`An object was expected where there is ${JSON.stringify(value)}.`)
}

/** @throws Error where there is something else; nothing is an empty list */
export function list(value: Json | undefined): readonly JsonObject[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value as readonly JsonObject[]
  throw new Error(`A list was expected where there is ${JSON.stringify(value)}.`)
}
