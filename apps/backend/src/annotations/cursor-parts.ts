import { InvalidRequestError } from '@semiont/contract'

/** A cursor is opaque, but whoever makes one up must not reach the database with it. */
function refused(): InvalidRequestError {
  return new InvalidRequestError([
    { path: 'query.cursor', message: 'is not a cursor of this list; start again without it' },
  ])
}

const MAXIMUM = 2_147_483_647

export function cursorInteger(part: string | number | undefined): number {
  if (typeof part === 'number' && Number.isInteger(part) && Math.abs(part) <= MAXIMUM) return part
  throw refused()
}

/** ISO 8601 as this server writes it. */
export function cursorTime(part: string | number | undefined): string {
  if (
    typeof part === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(part) &&
    !Number.isNaN(Date.parse(part))
  ) {
    return part
  }
  throw refused()
}

export function cursorId(part: string | number | undefined): string {
  if (typeof part === 'string') return part
  throw refused()
}
