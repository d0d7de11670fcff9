import { InvalidRequestError } from '@semiont/contract'
import type { RequestInfo } from './request-info.ts'

/**
 * The version the caller has read: from the body or query, or from If-Match (`"3"`, `3`). `If-Match: *` asks for none.
 * @throws InvalidRequestError when If-Match is no version, or when both are given and differ
 */
export function expectedVersion(request: Pick<RequestInfo, 'header'>, given: number | undefined): number | undefined {
  const header = request.header('if-match')?.trim()
  if (header === undefined || header === '*') return given
  const version = /^"?([1-9]\d{0,8})"?$/.exec(header)?.[1]
  if (version === undefined) {
    throw new InvalidRequestError([{ path: 'header.if-match', message: 'must be the stream version last read' }])
  }
  if (given !== undefined && given !== Number(version)) {
    throw new InvalidRequestError([{ path: 'header.if-match', message: 'differs from expectedVersion' }])
  }
  return Number(version)
}

/** As `expectedVersion`, for changes that must name the version they build on. */
export function requiredVersion(request: Pick<RequestInfo, 'header'>, given: number | undefined): number {
  const version = expectedVersion(request, given)
  if (version !== undefined) return version
  throw new InvalidRequestError([
    { path: 'body.expectedVersion', message: 'is missing; send the version you have read, here or as If-Match' },
  ])
}
