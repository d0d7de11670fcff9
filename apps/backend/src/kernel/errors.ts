import { ConflictError, SemiontError } from '@semiont/contract'
import { ConcurrencyError, InvalidCursorError } from '@semiont/event-store'
import { HTTPException } from 'hono/http-exception'

/** Whatever was thrown, as an error the contract knows; what nobody foresaw becomes `internal` and tells nothing. */
export function asSemiontError(error: unknown): SemiontError {
  if (error instanceof SemiontError) return error
  if (error instanceof ConcurrencyError)
    return new ConflictError('It', error.currentVersion, undefined, { cause: error })
  if (error instanceof InvalidCursorError) {
    return new SemiontError('invalid-request', error.message, { cause: error, action: 'Start again without a cursor.' })
  }
  if (error instanceof HTTPException && error.status === 400) {
    return new SemiontError('invalid-request', 'The request cannot be read.', { cause: error })
  }
  if (isDeadlock(error)) {
    return new SemiontError('unavailable', 'Two changes got in the way of each other; this one was not made.', {
      cause: error,
      action: 'Try again.',
    })
  }
  if (isConnectionFailure(error)) {
    return new SemiontError('unavailable', 'The database does not answer.', {
      cause: error,
      action: 'Try again in a moment; `semiont check` tells more.',
    })
  }
  return new SemiontError('internal', 'Something went wrong on our side. Nothing was changed.', {
    cause: error,
    action: 'Try again; if it stays, tell an administrator the request id.',
  })
}

/** PostgreSQL has ended one of two transactions that waited for each other. */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01'
}

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
])

function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    CONNECTION_FAILURES.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message) ||
    (error.cause !== undefined && isConnectionFailure(error.cause))
  )
}
