import type { JsonObject } from './model.ts'

/** Reading JSON that others wrote, without trusting its shape. */

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value]

export const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const stringsOf = (value: unknown): string[] => listOf(value).filter((item) => typeof item === 'string')

export const objectsOf = (value: unknown): JsonObject[] => listOf(value).filter(isObject)

export const hasType = (object: JsonObject, type: string): boolean =>
  stringsOf(object['type'] ?? object['@type']).includes(type)

export const isIri = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/u.test(text)
