import { InvalidRequestError, type Page } from '@semiont/contract'

/** The sort key of the last item of a page, opaque to the caller. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws InvalidRequestError when it is not a cursor of `length` parts that this server made */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  const key = parse(Buffer.from(cursor, 'base64url').toString())
  if (Array.isArray(key) && key.length === length && key.every(isKeyPart)) return key
  throw new InvalidRequestError([
    { path: 'query.cursor', message: 'is not a cursor of this list; start again without it' },
  ])
}

/** Makes a page of `limit + 1` rows: the extra row only tells that there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}

function isKeyPart(part: unknown): part is string | number {
  return typeof part === 'string' ? part.isWellFormed() && !part.includes('\u0000') : typeof part === 'number'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
