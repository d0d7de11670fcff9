import { z } from 'zod'
import {
  ConflictError,
  ERROR_CODES,
  ERROR_TABLE,
  type FieldError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  SemiontError,
  UnauthenticatedError,
  type UnauthenticatedReason,
} from './errors.ts'

const fieldErrorSchema = z.object({ path: z.string(), message: z.string() })

/** RFC 9457 problem document, `application/problem+json`. Extension members are kept. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'URI of the kind of problem; ends in the code.' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(ERROR_CODES),
    detail: z.string().meta({ description: 'What is wrong, for a person.' }),
    action: z.string().optional().meta({ description: 'What to do about it.' }),
    requestId: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document' })
export type Problem = z.infer<typeof problemSchema>

export const PROBLEM_TYPE_BASE = 'https://semiont.org/problems/'

export function problemOf(error: SemiontError, requestId: string): Problem {
  return {
    ...error.extensions,
    type: `${PROBLEM_TYPE_BASE}${error.code}`,
    title: ERROR_TABLE[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.action === undefined ? {} : { action: error.action }),
    requestId,
  }
}

const STANDARD_MEMBERS = new Set(['type', 'title', 'status', 'code', 'detail', 'action', 'requestId'])

/** The inverse of `problemOf`: the same class the server threw. */
export function errorOf(problem: Problem): SemiontError {
  const extensions = Object.fromEntries(Object.entries(problem).filter(([key]) => !STANDARD_MEMBERS.has(key)))
  const options = { extensions, ...(problem.action === undefined ? {} : { action: problem.action }) }
  const error = build(problem, extensions, options)
  error.requestId = problem.requestId
  return error
}

function build(
  problem: Problem,
  extensions: Record<string, unknown>,
  options: { extensions: Record<string, unknown>; action?: string },
): SemiontError {
  switch (problem.code) {
    case 'invalid-request':
      return new InvalidRequestError((problem.errors ?? []) satisfies FieldError[], problem.detail, options)
    case 'unauthenticated':
      return new UnauthenticatedError(extensions['reason'] as UnauthenticatedReason, problem.detail, options)
    case 'forbidden':
      return new ForbiddenError(problem.detail, options)
    case 'not-found':
      return new ReceivedNotFoundError(problem.detail, options)
    case 'conflict':
      return new ReceivedConflictError(
        problem.detail,
        Number(extensions['currentVersion']),
        extensions['current'],
        options,
      )
    case 'rate-limited':
      return new RateLimitedError(Number(extensions['retryAfterSeconds'] ?? 1), options)
    default:
      return new SemiontError(problem.code, problem.detail, options)
  }
}

/** Keeps the server's own sentence while staying `instanceof NotFoundError`. */
class ReceivedNotFoundError extends NotFoundError {
  constructor(detail: string, options: { extensions: Record<string, unknown> }) {
    super('', '', options)
    this.message = detail
  }
}

/** Keeps the server's own sentence while staying `instanceof ConflictError`. */
class ReceivedConflictError extends ConflictError {
  constructor(
    detail: string,
    currentVersion: number,
    current: unknown,
    options: { extensions: Record<string, unknown> },
  ) {
    super('It', currentVersion, current, options)
    this.message = detail
  }
}
