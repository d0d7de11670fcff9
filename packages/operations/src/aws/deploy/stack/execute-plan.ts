import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError, RefusedError, RolledBackError } from '../../../errors.ts'
import type { Progress } from '../../../platform/platform.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { executeChangeSet } from '../../clients/change-sets.ts'
import { findStack, protectFromTermination, readStackEvents, type StackEvent } from '../../clients/cloudformation.ts'
import type { StackPlan } from '../plan/plan.ts'
import { describeEvent, firstFailure } from './explain-events.ts'
import { isOver, judgeStack } from './stack-state.ts'

export interface FollowOptions {
  readonly progress: Progress
  readonly signal: AbortSignal
  /** How long CloudFormation may take, minutes. Default two hours: a large database alone takes half of one. */
  readonly patienceMinutes?: number
}

const PAUSE_MILLISECONDS = 3_000
const PATIENCE_MINUTES = 120
/** How far the clock of this machine may be from AWS's. */
const CLOCKS_APART_MILLISECONDS = 3_600_000

/**
 * Executes exactly this plan and follows it to its end, then protects the stack from deletion.
 * @throws RolledBackError with the reason of the first failure when CloudFormation took everything back, IncompleteError when it
 * could not, or when watching ended before it
 */
export async function executePlan(connection: AwsConnection, plan: StackPlan, options: FollowOptions): Promise<void> {
  const since = new Date(Date.now() - CLOCKS_APART_MILLISECONDS)
  const before = await readStackEvents(connection, plan.stackId, since)
  await executeChangeSet(connection, plan.changeSetId)
  const events = new FollowedEvents(connection, { plan, since, seen: new Set(before.map(({ id }) => id)) })
  const status = await untilOver(connection, plan, events, options)
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status)) throw await whatFailed(connection, plan, status, events.all)
  await protect(connection, plan, options.progress)
}

/** Who may change a stack need not have the right to its protection; the change is done either way. */
async function protect(connection: AwsConnection, plan: StackPlan, progress: Progress): Promise<void> {
  const stack = await findStack(connection, plan.stackId)
  if (stack?.terminationProtection !== false) return
  try {
    await protectFromTermination(connection, plan.stack)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    progress.step(`${plan.stack} is not protected from deletion, and these keys may not change that: ${error.message}`)
  }
}

interface Followed {
  readonly plan: StackPlan
  readonly since: Date
  readonly seen: Set<string>
}

class FollowedEvents {
  readonly all: StackEvent[] = []
  readonly #connection: AwsConnection
  readonly #followed: Followed

  constructor(connection: AwsConnection, followed: Followed) {
    this.#connection = connection
    this.#followed = followed
  }

  /** Those that have come since it was asked last, oldest first. */
  async next(): Promise<StackEvent[]> {
    const { plan, since, seen } = this.#followed
    const found = (await readStackEvents(this.#connection, plan.stackId, since)).filter(({ id }) => !seen.has(id))
    for (const { id } of found) seen.add(id)
    this.all.push(...found)
    return found
  }

  /** What the stack itself was said to be last. */
  get status(): string | undefined {
    return this.all.findLast(
      ({ type, logicalId }) => type === 'AWS::CloudFormation::Stack' && logicalId === this.#followed.plan.stack,
    )?.status
  }
}

async function untilOver(
  connection: AwsConnection,
  plan: StackPlan,
  events: FollowedEvents,
  { progress, signal, patienceMinutes = PATIENCE_MINUTES }: FollowOptions,
): Promise<string> {
  const deadline = Date.now() + patienceMinutes * 60_000
  for (;;) {
    const news = await nextEvents(events, signal)
    if (signal.aborted) throw leftRunning(plan, connection, 'You have stopped watching', signal.reason)
    for (const event of news) {
      const line = describeEvent(event)
      if (line !== undefined) progress.step(line)
    }
    const { status } = events
    if (status !== undefined && isOver(status)) return status
    if (Date.now() > deadline)
      throw leftRunning(plan, connection, `CloudFormation is not done after ${patienceMinutes} minutes`)
    await delay(PAUSE_MILLISECONDS, undefined, { signal }).catch(() => {})
  }
}

/** Not being able to look for a while (a throttled account, a lost network) ends nothing: the change goes on meanwhile. */
async function nextEvents(events: FollowedEvents, signal: AbortSignal): Promise<readonly StackEvent[]> {
  try {
    return await events.next()
  } catch (error) {
    if (signal.aborted || error instanceof IncompleteError) return []
    throw error
  }
}

function leftRunning(plan: StackPlan, { place }: AwsConnection, why: string, cause?: unknown): IncompleteError {
  return new IncompleteError(
    `${why}; the change of ${plan.stack} goes on in AWS, to its end or back by itself.`,
    `See where it is: aws cloudformation describe-stack-events --stack-name ${plan.stack} --region ${place.region}`,
    cause === undefined ? {} : { cause },
  )
}

async function whatFailed(
  connection: AwsConnection,
  plan: StackPlan,
  status: string,
  events: readonly StackEvent[],
): Promise<RolledBackError | IncompleteError> {
  const failure = firstFailure(events)
  const why =
    failure === undefined ? 'AWS does not say why.' : `${failure.logicalId} (${failure.type}) failed: ${failure.reason}`
  const { region } = connection.place
  const state = { stack: plan.stack, status, statusReason: null, since: null, region }
  const judged = judgeStack(state)
  const wayOut = typeof judged === 'string' ? 'Everything is as it was before.' : judged.action
  if (!/^(UPDATE_)?ROLLBACK_COMPLETE$/.test(status))
    return new IncompleteError(`${plan.stack} is ${status}. ${why}`, wayOut)
  const action = [failure?.hint, wayOut].filter((text) => typeof text === 'string').join(' ')
  return new RolledBackError(
    `${plan.stack} was not changed: ${why} CloudFormation took everything back (${status}).`,
    action,
  )
}
