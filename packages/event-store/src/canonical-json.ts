import { UnstorableEventError } from './errors.ts'

/**
 * JSON with one spelling for one value: keys sorted by UTF-16 code units, no whitespace, numbers as ECMAScript writes
 * them (RFC 8785). Properties that are undefined are left out. Throws UnstorableEventError for what is not plain JSON.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new UnstorableEventError(`${value} is not a JSON number`)
      return value === 0 ? '0' : String(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value)
    default:
      throw new UnstorableEventError(`a ${typeof value} is not JSON`)
  }
}

function canonicalArray(items: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < items.length; index++) text += (index === 0 ? '' : ',') + canonicalJson(items[index])
  return `${text}]`
}

function canonicalObject(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new UnstorableEventError(`an instance of ${object.constructor.name} is not JSON`)
  }
  let text = ''
  for (const key of sortedKeys(object)) {
    const value: unknown = (object as Record<string, unknown>)[key]
    if (value === undefined) continue
    text += `${text === '' ? '' : ','}${quote(key)}:${canonicalJson(value)}`
  }
  return `{${text}}`
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object)
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.toSorted()
  }
  return keys
}

// oxlint-disable-next-line no-control-regex -- control characters are what JSON escapes
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** Most texts hold nothing to escape: looking is cheaper than letting JSON.stringify do it. */
function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}
