import type { StackEvent } from '../../clients/cloudformation.ts'

export interface Failure {
  readonly logicalId: string
  readonly type: string
  readonly reason: string
  /** What to do about it, where that is known. */
  readonly hint: string | null
}

/** What CloudFormation says of resources that stopped because another one had failed. */
const CONSEQUENCE = /^Resource (creation|update|deletion) cancelled|^The following resource\(s\) failed/i

const HINTS: readonly [RegExp, string][] = [
  [
    /circuit breaker/i,
    'The new tasks did not stay healthy. Why is in their logs (semiont logs --since 30m) and in the events of the service (semiont status).',
  ],
  [
    /already exists/i,
    'Something of that name is there already, often kept by an earlier stack. Delete it when it holds nothing, or take it in: npx cdk import.',
  ],
  [
    /not authorized to perform|AccessDenied/i,
    'The role with which CloudFormation acts (cdk-…-cfn-exec-role) lacks that right; npx cdk bootstrap gives it again.',
  ],
  [
    /limit exceeded|quota|LimitExceeded/i,
    'A quota of the account is used up: raise it in Service Quotas, then type this again.',
  ],
  [
    /CannotPullContainer|manifest unknown|pull image/i,
    'The image is not in the registry. Put it there with: semiont publish',
  ],
]

/**
 * Why a change failed: the first resource that failed by itself, not the last one nor those that were only called off because
 * of it. Undefined when none did. Pure.
 */
export function firstFailure(events: readonly StackEvent[]): Failure | undefined {
  const failed = events.find(
    ({ status, reason, type }) =>
      status.endsWith('_FAILED') &&
      type !== 'AWS::CloudFormation::Stack' &&
      reason !== null &&
      !CONSEQUENCE.test(reason),
  )
  const own = failed ?? events.find(({ status, reason }) => status.endsWith('_FAILED') && reason !== null)
  if (own === undefined) return undefined
  const reason = own.reason ?? ''
  const hint = HINTS.find(([pattern]) => pattern.test(reason))?.[1] ?? null
  return { logicalId: own.logicalId, type: own.type, reason, hint }
}

/** A line of progress for what is worth one: each resource when it is done or has failed, and the stack itself. Pure. */
export function describeEvent({ logicalId, type, status, reason }: StackEvent): string | undefined {
  const isStack = type === 'AWS::CloudFormation::Stack'
  if (status.endsWith('_IN_PROGRESS') && !isStack) return undefined
  const words = status.toLowerCase().replaceAll('_', ' ')
  const because = reason === null || !/FAILED|ROLLBACK/.test(status) ? '' : `: ${reason}`
  return `${logicalId} ${words}${because}`
}
