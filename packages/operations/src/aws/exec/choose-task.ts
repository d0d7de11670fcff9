import { IncompleteError, OperationError, UnusableInputError } from '../../errors.ts'
import type { ExecRequest } from '../../platform/platform.ts'
import type { ExecReadiness } from '../clients/ecs-exec.ts'
import type { EcsTask } from '../clients/ecs-tasks.ts'

/**
 * In which of the tasks of a service a command runs: the one that is named, by its id or how that begins; else one that is
 * healthy, the oldest of them, as that has shown that it works.
 * @throws UnusableInputError when none is called so, IncompleteError when none runs
 */
export function chooseTask(
  tasks: readonly EcsTask[],
  { service, replica }: Pick<ExecRequest, 'service' | 'replica'>,
): EcsTask {
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').toSorted(byHealthAndAge)
  if (replica === undefined) return running[0] ?? noTask(service, tasks)
  const named = running.filter(({ id }) => id.startsWith(replica))
  const [found] = named
  if (found !== undefined && named.length === 1) return found
  const known = running.map(({ id }) => id).join(', ')
  throw new UnusableInputError(
    found === undefined ? `No task ${replica} of the ${service} runs.` : `${replica} is how several tasks are called.`,
    known === '' ? `No task of the ${service} runs at all: semiont check says why.` : `There are: ${known}.`,
  )
}

function noTask(service: string, tasks: readonly EcsTask[]): never {
  const [starting] = tasks
  throw new IncompleteError(
    starting === undefined
      ? `No task of the ${service} runs.`
      : `No task of the ${service} runs yet: ${starting.id} is ${starting.lastStatus}.`,
    starting === undefined ? 'See why with: semiont check' : 'Try again in a minute.',
  )
}

const HEALTH = { HEALTHY: 0, UNKNOWN: 1, UNHEALTHY: 2 } as const

function byHealthAndAge(a: EcsTask, b: EcsTask): number {
  return HEALTH[a.health] - HEALTH[b.health] || (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0)
}

/** The id of the container that a session goes to. @throws IncompleteError when none can go there, with the reason */
export function assertReady(task: string, service: string, readiness: ExecReadiness | undefined): string {
  if (readiness === undefined || readiness.runtimeId === null)
    throw new IncompleteError(`The task ${task} has just stopped.`, 'Type the command again: it takes another one.')
  const { enabled, agentStatus, agentReason, runtimeId } = readiness
  if (!enabled)
    throw new OperationError(
      `The task ${task} was started without ECS Exec.`,
      `Replace it, so that it starts with what the stack says: semiont restart --service ${service}`,
    )
  if (agentStatus === 'PENDING')
    throw new IncompleteError(`The agent of ECS Exec in the task ${task} is starting.`, 'Try again in a minute.')
  if (agentStatus === 'STOPPED')
    throw new IncompleteError(
      `The agent of ECS Exec in the task ${task} has stopped${agentReason === null ? '' : `: ${agentReason}`}.`,
      `Take another task with --replica, or replace them: semiont restart --service ${service}`,
    )
  return runtimeId
}
