import type { z } from 'zod'

/**
 * An error for a union that says what is wrong with the alternative that was probably meant, with the path inside of it,
 * instead of zod's "Invalid input". `expected` names the alternatives, for a value that resembles none.
 */
export function unionError(expected: string): (issue: z.core.$ZodRawIssue) => string {
  return (issue) => {
    const reason = issue.code === 'invalid_union' ? likeliestReason(issue as unknown as Union) : undefined
    if (!reason) return `Expected ${expected}`
    return reason.path.length === 0 ? reason.message : `${reason.path.join('.')}: ${reason.message}`
  }
}

/** The part of zod's issues that is read here; `errors` holds the issues of each alternative. */
interface Issue {
  code: string
  path: PropertyKey[]
  message: string
}
interface Union extends Issue {
  errors: Issue[][]
}

const isUnion = (issue: Issue): issue is Union => issue.code === 'invalid_union' && 'errors' in issue

/** The alternative with the fewest faults among those whose kind of value it is. */
function likeliestReason(union: Union): { path: PropertyKey[]; message: string } | undefined {
  const meant = union.errors
    .filter((issues) => issues.length > 0 && !issues.some(isOtherKind))
    .toSorted((a, b) => a.length - b.length)
  const fault = meant[0]?.[0]
  if (!fault) return undefined
  const inner = isUnion(fault) ? likeliestReason(fault) : undefined
  return { path: [...fault.path, ...(inner?.path ?? [])], message: inner?.message ?? fault.message }
}

/** Whether a value is not even of the kind that an alternative is about, e.g. an object where text is expected. */
function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false
  if (isUnion(issue)) return issue.errors.length > 0 && issue.errors.every((issues) => issues.some(isOtherKind))
  return issue.code === 'invalid_type'
}
