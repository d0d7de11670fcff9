import type { ProcessService, Progress } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { judgeTasks } from './judge-service.ts'
import { valueOr } from './learned.ts'
import { startWatch } from './pause.ts'
import type { RestartOutcome } from './restart-outcome.ts'
import { judgeRollout } from './rollout.ts'
import { gatherServices, type ServiceFacts } from './service-facts.ts'
import { type RestartExpectation, type RestartVerdict, verifyRestart } from './verify-restart.ts'
import { whyStuck } from './why-stuck.ts'

/** A deployment that was begun. */
export interface Roll {
  readonly service: ProcessService
  readonly expected: RestartExpectation & { readonly deploymentId: string }
}

/** What ECS counts and what it lists agree only after a while. */
const LOOKS_TO_SETTLE = 12

/** Looks again and again until each deployment has come to an end and is verified, the time is over, or the person stops it. */
export async function followRolls(
  connection: AwsConnection,
  rolls: readonly Roll[],
  progress: Progress,
  signal: AbortSignal,
): Promise<RestartOutcome[]> {
  const followed = rolls.map((roll) => new FollowedRoll(roll, progress))
  const hasTime = startWatch(signal)
  while (followed.some(({ isSettled }) => !isSettled) && (await hasTime())) {
    const open = followed.filter(({ isSettled }) => !isSettled)
    const all = await look(connection, open, signal)
    for (const facts of all) open.find(({ roll }) => roll.service === facts.service)?.see(facts)
  }
  return followed.map((each) => each.outcome())
}

async function look(
  connection: AwsConnection,
  open: readonly FollowedRoll[],
  signal: AbortSignal,
): Promise<ServiceFacts[]> {
  try {
    return await gatherServices(
      connection,
      open.map(({ roll }) => roll.service),
      signal,
      { alwaysStopped: true },
    )
  } catch (error) {
    // What was seen until then is told.
    if (signal.aborted) return []
    throw error
  }
}

class FollowedRoll {
  readonly roll: Roll
  readonly #progress: Progress
  #rollout: RestartOutcome['rollout'] = 'in-progress'
  #reasons: readonly string[] = []
  #verdict: RestartVerdict | null = null
  #said = 'no new task runs yet'
  #looksSinceCompleted = 0
  isSettled = false

  constructor(roll: Roll, progress: Progress) {
    this.roll = roll
    this.#progress = progress
  }

  see(facts: ServiceFacts): void {
    const { found } = facts
    if (found === undefined) return
    const hasFailed = this.#rollout === 'rolling-back' || this.#rollout === 'failed'
    this.#rollout = judgeRollout(found, { deploymentId: this.roll.expected.deploymentId, hasFailed })
    const stopped = valueOr(facts.stopped, [])
    const reasons = whyStuck({ found, replicas: judgeTasks(facts), stopped }, this.roll.expected.begun)
    if (reasons.length > 0) this.#reasons = reasons
    const own = found.deployments.find(({ id }) => id === this.roll.expected.deploymentId)
    this.#say(`${own?.running ?? 0} of ${found.desired} new tasks run`)
    if (this.#rollout === 'completed') this.#verify(facts)
    else this.isSettled = !['in-progress', 'rolling-back'].includes(this.#rollout)
  }

  #verify(facts: ServiceFacts): void {
    this.#verdict = verifyRestart(facts, this.roll.expected)
    this.isSettled = this.#verdict.wrong.length === 0 || this.#looksSinceCompleted++ >= LOOKS_TO_SETTLE
    if (this.#verdict.wrong.length === 0) this.#say('the new tasks run and are well')
  }

  #say(text: string): void {
    if (text !== this.#said) this.#progress.step(`${this.roll.service}: ${text}`)
    this.#said = text
  }

  outcome(): RestartOutcome {
    return {
      service: this.roll.service,
      rollout: this.#rollout,
      verdict: this.#verdict,
      reasons: this.#reasons,
      progress: this.#said,
    }
  }
}
