const LONGEST = 160

/**
 * A value of the timeline in one line: words as they are, lists joined, nothing as an empty text. Undefined for what
 * says nothing to a reader, such as a record of digests.
 */
export function shownValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const parts = value.map(shownValue)
    return parts.every((part) => part !== undefined) ? parts.join(', ') : undefined
  }
  if (typeof value === 'object' && 'name' in value && typeof value.name === 'string') return value.name
  return undefined
}
