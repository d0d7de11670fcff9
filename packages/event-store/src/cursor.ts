import { InvalidCursorError } from './errors.ts'

/**
 * A place in the log, opaque to its holder: resume reading after it, use it as an SSE id, keep it as a checkpoint.
 * Two cursors compare as strings (`a < b` means a comes before b).
 */
export type Cursor = string

/** The log is ordered by the transaction that wrote an event, then by the position inside that transaction. */
export interface LogPosition {
  readonly transactionId: bigint
  readonly position: bigint
}

export const LOG_START: LogPosition = { transactionId: 0n, position: 0n }
const LAST_POSITION = 2n ** 63n - 1n

/** Just before the first event of any transaction from `transactionId` on. */
export function beforeTransaction(transactionId: bigint): LogPosition {
  return { transactionId: transactionId - 1n, position: LAST_POSITION }
}

export function formatCursor({ transactionId, position }: LogPosition): Cursor {
  return transactionId.toString(16).padStart(16, '0') + position.toString(16).padStart(16, '0')
}

export function parseCursor(cursor: Cursor): LogPosition {
  if (!/^[0-9a-f]{16}[0-7][0-9a-f]{15}$/.test(cursor)) throw new InvalidCursorError(cursor)
  return { transactionId: BigInt(`0x${cursor.slice(0, 16)}`), position: BigInt(`0x${cursor.slice(16)}`) }
}

export function samePlace(a: LogPosition, b: LogPosition): boolean {
  return a.transactionId === b.transactionId && a.position === b.position
}

export function isAfter(a: LogPosition, b: LogPosition): boolean {
  return a.transactionId === b.transactionId ? a.position > b.position : a.transactionId > b.transactionId
}
