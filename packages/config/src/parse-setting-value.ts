import { z } from 'zod'
import { ConfigurationError } from './errors.ts'
import type { Setting } from './setting-schema.ts'
import { unwrapSchema } from './unwrap-schema.ts'

/**
 * What a person typed, as the setting wants it: text as it is, numbers, `true` and `false`, lists as JSON or separated by
 * commas, sections as JSON. The value is as typed: nothing is filled in.
 * @throws ConfigurationError saying what is possible
 */
export function parseSettingValue(setting: Setting, typed: string): unknown {
  const value = read(setting, typed)
  const result = setting.schema.safeParse(value)
  if (result.success) return value
  const reasons = result.error.issues.map(
    (issue) => `${[setting.path, ...issue.path.map(String)].join('.')}: ${issue.message}`,
  )
  throw new ConfigurationError(
    `${JSON.stringify(typed)} is not possible for ${setting.path}. Nothing was changed.`,
    reasons,
  )
}

function read(setting: Setting, typed: string): unknown {
  const text = typed.trim()
  if (setting.kind === 'text') return typed
  if (setting.kind === 'number') return text === '' || Number.isNaN(Number(text)) ? typed : Number(text)
  if (setting.kind === 'boolean') return { true: true, false: false, yes: true, no: false }[text.toLowerCase()] ?? typed
  if (setting.kind === 'list' && !text.startsWith('[')) return readList(setting, text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConfigurationError(
      `${setting.path} takes ${setting.kind === 'list' ? 'a list: a,b or JSON' : 'a JSON object'}. Nothing was changed.`,
      [cause instanceof Error ? cause.message : String(cause)],
      { cause },
    )
  }
}

function readList(setting: Setting, text: string): unknown[] {
  const list = unwrapSchema(setting.schema)
  const numbers = list instanceof z.ZodArray && unwrapSchema(list.element) instanceof z.ZodNumber
  const parts = text === '' ? [] : text.split(',').map((part) => part.trim())
  return numbers ? parts.map((part) => (part === '' || Number.isNaN(Number(part)) ? part : Number(part))) : parts
}
