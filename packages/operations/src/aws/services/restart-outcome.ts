import { IncompleteError, type OperationError, RolledBackError } from '../../errors.ts'
import type { ProcessService } from '../../platform/platform.ts'
import type { Rollout } from './rollout.ts'
import type { RestartVerdict } from './verify-restart.ts'

export interface RestartOutcome {
  readonly service: ProcessService
  readonly rollout: Rollout
  /** After a completed one; null when it could not be looked at any more. */
  readonly verdict: RestartVerdict | null
  /** Why it is stuck or has failed, most telling first. */
  readonly reasons: readonly string[]
  /** `1 of 2 new tasks run` */
  readonly progress: string
}

/** What is to be said of a restart that did not become what it was to be; undefined when all is as it is to be. */
export function restartError(outcomes: readonly RestartOutcome[], environment: string): OperationError | undefined {
  const bad = outcomes.filter((outcome) => !isDone(outcome))
  if (bad.length === 0) return undefined
  const message = bad.map(describe).join('\n')
  const services = bad.map(({ service }) => `--service ${service}`).join(' ')
  const action = `See what they say: semiont logs ${services} --since 1h --environment ${environment}`
  if (bad.every(({ rollout }) => rollout === 'rolled-back')) return new RolledBackError(message, action)
  return new IncompleteError(message, action)
}

function isDone({ rollout, verdict }: RestartOutcome): boolean {
  return rollout === 'completed' && verdict !== null && verdict.wrong.length === 0 && verdict.unknown.length === 0
}

function describe({ service, rollout, verdict, reasons, progress }: RestartOutcome): string {
  const why = reasons.length === 0 ? '' : ` ${reasons.join(' ')}`
  switch (rollout) {
    case 'rolled-back':
      return `The ${service} was not restarted: ECS went back to what ran before.${why}`
    case 'rolling-back':
      return `The ${service} was not restarted: ECS goes back to what ran before, and was not done with that.${why}`
    case 'failed':
      return `The ${service} was not restarted: the deployment has failed, and what ran before goes on where it still runs.${why}`
    case 'superseded':
      return `The restart of the ${service} was cut short by another deployment, begun meanwhile by someone else.`
    case 'in-progress':
      return `The restart of the ${service} was not done in time: ${progress}. ECS goes on with it by itself.${why}`
    case 'completed':
      return describeVerdict(service, verdict)
  }
}

function describeVerdict(service: ProcessService, verdict: RestartVerdict | null): string {
  if (verdict === null) return `The ${service} was restarted; how its tasks are could not be looked at any more.`
  const said = [...verdict.wrong, ...verdict.unknown].join(' ')
  return verdict.wrong.length > 0
    ? `The ${service} was restarted, and is not as it is to be: ${said}`
    : `The ${service} was restarted; not all of it could be verified: ${said}`
}
