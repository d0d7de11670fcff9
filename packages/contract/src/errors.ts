/**
 * Every error that crosses a door of the system: one table from code to HTTP status and process exit code,
 * one class per code. The backend throws them, the wire carries them as RFC 9457 problem documents, the SDK
 * throws the same class again.
 */
export const ERROR_TABLE = {
  'invalid-request': { status: 400, exitCode: 2, title: 'The request is not valid' },
  unauthenticated: { status: 401, exitCode: 5, title: 'You are not signed in' },
  forbidden: { status: 403, exitCode: 5, title: 'You may not do this' },
  'not-found': { status: 404, exitCode: 2, title: 'Not found' },
  'method-not-allowed': { status: 405, exitCode: 2, title: 'This method is not supported here' },
  conflict: { status: 409, exitCode: 3, title: 'It has changed in the meantime' },
  'already-exists': { status: 409, exitCode: 2, title: 'It exists already' },
  'idempotency-mismatch': { status: 422, exitCode: 2, title: 'The Idempotency-Key was used for another request' },
  'invalid-state': { status: 409, exitCode: 2, title: 'Its present state does not allow this' },
  'too-large': { status: 413, exitCode: 2, title: 'It is too large' },
  'unsupported-media-type': { status: 415, exitCode: 2, title: 'The media type does not fit' },
  'range-not-satisfiable': { status: 416, exitCode: 2, title: 'The range lies outside the content' },
  'unprocessable-content': { status: 422, exitCode: 2, title: 'The content cannot be read' },
  'selector-not-found': { status: 422, exitCode: 2, title: 'The passage is not in the document' },
  'rate-limited': { status: 429, exitCode: 4, title: 'Too many requests' },
  internal: { status: 500, exitCode: 1, title: 'Something went wrong on our side' },
  unavailable: { status: 503, exitCode: 4, title: 'A part of the system is not available' },
} as const satisfies Record<string, { status: number; exitCode: number; title: string }>

export type ErrorCode = keyof typeof ERROR_TABLE
export const ERROR_CODES = Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]]

export interface FieldError {
  /** Where in the request: `body.name`, `query.limit`. */
  path: string
  message: string
}

export interface SemiontErrorOptions {
  /** What the reader can do about it, one sentence. */
  action?: string
  /** Further members of the problem document, for programs. */
  extensions?: Record<string, unknown>
  cause?: unknown
}

/** The base of all errors that cross a door. `message` says what is wrong, `action` what to do. */
export class SemiontError extends Error {
  override readonly name: string = 'SemiontError'
  readonly action: string | undefined
  readonly extensions: Record<string, unknown>
  /** Set by the SDK from the problem document; a person quotes it when asking for help. */
  requestId: string | undefined

  constructor(
    readonly code: ErrorCode,
    detail: string,
    options: SemiontErrorOptions = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.action = options.action
    this.extensions = options.extensions ?? {}
  }

  get status(): number {
    return ERROR_TABLE[this.code].status
  }

  get exitCode(): number {
    return ERROR_TABLE[this.code].exitCode
  }
}

export class InvalidRequestError extends SemiontError {
  override readonly name = 'InvalidRequestError'
  constructor(
    readonly errors: FieldError[],
    detail = errors[0] ? `${errors[0].path}: ${errors[0].message}` : 'The request is not valid.',
    options: SemiontErrorOptions = {},
  ) {
    super('invalid-request', detail, {
      action: 'Correct the fields named in `errors` and send the request again.',
      ...options,
      extensions: { ...options.extensions, errors },
    })
  }
}

export type UnauthenticatedReason =
  | 'missing'
  | 'malformed'
  | 'expired'
  | 'revoked'
  | 'signature'
  | 'disabled'
  | 'credentials'
  | 'origin'

export class UnauthenticatedError extends SemiontError {
  override readonly name = 'UnauthenticatedError'
  constructor(
    readonly reason: UnauthenticatedReason,
    detail = 'This needs a valid sign-in.',
    options: SemiontErrorOptions = {},
  ) {
    super('unauthenticated', detail, {
      action: 'Sign in, or send a valid access token in the Authorization header.',
      ...options,
      extensions: { ...options.extensions, reason },
    })
  }
}

export class ForbiddenError extends SemiontError {
  override readonly name = 'ForbiddenError'
  constructor(detail: string, options: SemiontErrorOptions = {}) {
    super('forbidden', detail, {
      action: 'Ask an owner of the collection or an administrator for the right.',
      ...options,
    })
  }
}

export class NotFoundError extends SemiontError {
  override readonly name = 'NotFoundError'
  constructor(what: string, id: string, options: SemiontErrorOptions = {}) {
    super('not-found', `There is no ${what} ${id} that you can see.`, {
      action: 'Check the identifier, or ask for access.',
      ...options,
    })
  }
}

/** A stale write. `currentVersion` and `current` let the caller merge and try again. */
export class ConflictError extends SemiontError {
  override readonly name = 'ConflictError'
  readonly currentVersion: number
  readonly current: unknown
  constructor(what: string, currentVersion: number, current?: unknown, options: SemiontErrorOptions = {}) {
    super('conflict', `${what} has changed since you read it; it is now at version ${currentVersion}.`, {
      action: 'Look at the current state, apply your change to it and send it with the current version.',
      ...options,
      extensions: { ...options.extensions, currentVersion, ...(current === undefined ? {} : { current }) },
    })
    this.currentVersion = currentVersion
    this.current = current
  }
}

export class RateLimitedError extends SemiontError {
  override readonly name = 'RateLimitedError'
  constructor(
    readonly retryAfterSeconds: number,
    options: SemiontErrorOptions = {},
  ) {
    super('rate-limited', `Too many requests; the next one is welcome in ${retryAfterSeconds} seconds.`, {
      action: `Wait ${retryAfterSeconds} seconds (Retry-After) and try again.`,
      ...options,
      extensions: { ...options.extensions, retryAfterSeconds },
    })
  }
}
