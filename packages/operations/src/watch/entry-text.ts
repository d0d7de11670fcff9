import type { LogEntry } from '../platform/platform.ts'

/**
 * An entry as one line for a person and for grep:
 * `2026-11-23T12:00:00.000Z ERROR backend  message  key=value (request id)`.
 * Left out are fields that the message already says, `replica` where it is the first, and stacks: `--json` has all of it.
 * Nothing in it can steer a terminal.
 */
export function entryText(entry: LogEntry): string {
  const said = neutralise(entry.message)
  const fields = fieldsText(entry)
  return [
    `${entry.time} ${entry.level.padEnd(5)} ${entry.service.padEnd(SERVICE_WIDTH)} ${said}`,
    ...(fields === '' ? [] : [` ${fields}`]),
    ...(entry.requestId === null ? [] : [`(${neutralise(entry.requestId)})`]),
  ].join(' ')
}

const TIME_WIDTH = 24
/** Of the longest names. */
const SERVICE_WIDTH = 8

/** Whether an entry has all of these words, in any case, anywhere in its line but in the time: that has every digit. */
export function hasWords(entry: LogEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = entryText(entry).slice(TIME_WIDTH).toLowerCase()
  return words.every((word) => text.includes(word.toLowerCase()))
}

/** `key=value key=value` of what the message does not already say; members of objects as `key.member=value`. */
export function fieldsText(entry: LogEntry): string {
  const words = new Set(entry.message.split(/\s+/))
  return Object.entries(entry.fields)
    .flatMap(([name, value]) => flatten(name, value, 0))
    .filter(([name, text]) => !words.has(text) && !(name === 'replica' && text === `${entry.service}-1`))
    .slice(0, MOST_FIELDS)
    .map(([name, text]) => `${neutralise(name)}=${quoteWhereNeeded(neutralise(text))}`)
    .join(' ')
}

/** A value as one line of JSON that can steer no terminal: JSON itself leaves the C1 controls as they are. */
export function printableJson(value: object): string {
  return JSON.stringify(value).replaceAll(
    STEERING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** C0 and C1 controls, and marks that turn the direction of writing (CVE-2021-42574) or break lines. */
const STEERING = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g
const KNOWN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text with everything that a terminal would obey made visible instead. */
export function neutralise(text: string): string {
  return text.replaceAll(STEERING, (character) => {
    const code = character.charCodeAt(0)
    return KNOWN[character] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`)
  })
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

/** A line stays one that can be read. JSON has everything. */
const MOST_FIELDS = 24
const DEEPEST = 3

function flatten(name: string, value: unknown, depth: number): (readonly [string, string])[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') return [[name, value]]
  if (typeof value !== 'object' || Array.isArray(value) || depth === DEEPEST) return [[name, JSON.stringify(value)]]
  // An error: its message says what happened; the stack is for whoever asks for JSON.
  if ('message' in value && typeof value.message === 'string') return [[name, value.message]]
  return Object.entries(value).flatMap(([member, inner]) => flatten(`${name}.${member}`, inner, depth + 1))
}

function quoteWhereNeeded(text: string): string {
  return text === '' || /[\s"=]/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text
}
