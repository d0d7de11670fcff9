import type { AwsPlace } from '@semiont/config'
import { IncompleteError, OperationError, RefusedError } from '../../errors.ts'

export interface AskedOfAws {
  /** As policies write it: `ecs:UpdateService`. */
  readonly action: string
  readonly place: Pick<AwsPlace, 'account' | 'region'>
}

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
]
const NO_KEYS = ['CredentialsProviderError', 'TokenProviderError']
const BAD_KEYS = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]
const THROTTLED = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']

/**
 * What AWS or the way to it refused, as an error that says what to do. What is neither a matter of rights, keys, pace or
 * reachability belongs to who asked: it is returned as it came, by its own name.
 */
export function explainProblem(error: unknown, asked: AskedOfAws): unknown {
  if (!(error instanceof Error) || error instanceof OperationError) return error
  const cause = { cause: error }
  const { region, account } = asked.place
  if (DENIED.includes(error.name)) return new DeniedByAwsError(asked, error)
  if (NO_KEYS.includes(error.name))
    return new IncompleteError(
      `There are no keys for the AWS account ${account}: ${firstLine(error.message)}`,
      'Sign in (aws sso login --profile <name>) and name the profile: AWS_PROFILE=<name> semiont …',
      cause,
    )
  if (BAD_KEYS.includes(error.name))
    return new IncompleteError(
      `AWS does not accept the keys (${error.name}): ${firstLine(error.message)}`,
      'Sign in again, and look whether the clock of this machine is right.',
      cause,
    )
  if (THROTTLED.includes(error.name))
    return new IncompleteError(
      `AWS answered ${asked.action} each time with ${error.name}: ${firstLine(error.message)}`,
      'Too much is asked of this account at the moment. Wait a minute and type the command again; nothing is lost by that.',
      cause,
    )
  if (isUnreachable(error))
    return new IncompleteError(
      `AWS did not answer ${asked.action} in ${region}: ${firstLine(error.message || error.name)}`,
      'Look at the network of this machine and at https://health.aws.amazon.com, then type the command again.',
      cause,
    )
  return error
}

/** The keys in use may not make a call. */
export class DeniedByAwsError extends RefusedError {
  override readonly name = 'DeniedByAwsError'
  /** As policies write it. */
  readonly denied: string

  constructor({ action, place }: AskedOfAws, cause: Error) {
    super(
      `AWS denies ${action} in the account ${place.account}: ${firstLine(cause.message)}`,
      `Use a role that allows ${action} (packages/cloud/README.md lists them), or let whoever keeps the account add it.`,
      { cause },
    )
    this.denied = action
  }
}

/** Whether AWS said this, by the name of its exception. */
export function isAwsError(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name)
}

function isUnreachable(error: Error): boolean {
  if (error.name === 'TimeoutError') return true
  if ('$retryable' in error || ('$metadata' in error && httpStatus(error) !== undefined))
    return (httpStatus(error) ?? 0) >= 500
  return 'code' in error && UNREACHABLE.includes(String(error.code))
}

function httpStatus(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
