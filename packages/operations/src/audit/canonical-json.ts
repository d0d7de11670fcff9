/**
 * One text for one value: members sorted by their names (UTF-16 code units), no white space, numbers and strings as
 * ECMAScript writes them. Members that JSON cannot hold are left out, as `JSON.stringify` does.
 * @see RFC 8785, JSON Canonicalization Scheme
 */
export function canonicalJson(value: unknown): string {
  return write(plainJson(value))
}

/** The value as it is after a way through JSON: dates are strings, `undefined` is gone. */
function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)
  return `{${members.join(',')}}`
}
