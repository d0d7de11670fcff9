export {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  SemiontError,
  UnauthenticatedError,
} from '@semiont/contract'
export { type Client, type ClientOptions, createClient } from './client.ts'
export type { LiveMessage, LiveOptions } from './live.ts'
export type { UploadInput } from './upload.ts'
