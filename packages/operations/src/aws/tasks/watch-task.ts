import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError } from '../../errors.ts'
import { AwsConnection } from '../account/connection.ts'
import { stopTask } from '../clients/ecs-run.ts'
import { describeTasks, type EcsTask } from '../clients/ecs-tasks.ts'

const LOOK_EVERY_MS = 2000
/** Fargate takes half a minute to find a place and fetch an image; far more means that it finds none. */
const START_MINUTES = 10
const RUN_MINUTES = 120

/**
 * Waits until a task has stopped. One that does not start or end in time is stopped, and so is one whose command the person
 * stops.
 * @throws IncompleteError when the time was over; what the signal says when it came
 */
export async function awaitStopped(connection: AwsConnection, begun: EcsTask, signal: AbortSignal): Promise<EcsTask> {
  const startedAt = performance.now()
  const minutes = () => (performance.now() - startedAt) / 60_000
  let task = begun
  while (task.lastStatus !== 'STOPPED') {
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    if (signal.aborted) {
      await stopQuietly(connection, task, 'Stopped by the person who started it')
      throw signal.reason as Error
    }
    // AWS may not know yet of a task that it has just begun.
    task = (await describeTasks(connection, [begun.arn]))[0] ?? task
    const problem = overdue(task, minutes())
    if (problem === undefined) continue
    await stopQuietly(connection, task, problem)
    throw new IncompleteError(
      `The task ${task.id} ${problem}; it was stopped.`,
      'See why with: semiont check, and semiont logs --service backend',
    )
  }
  return task
}

/** Why one need not wait any longer. */
export function overdue({ lastStatus, startedAt }: EcsTask, minutes: number): string | undefined {
  if (startedAt === null && minutes > START_MINUTES)
    return `had not started after ${START_MINUTES} minutes (${lastStatus})`
  return minutes > RUN_MINUTES ? `had not ended after ${RUN_MINUTES} minutes (${lastStatus})` : undefined
}

/** With a connection of its own: that of a command that was stopped asks nothing any more. */
async function stopQuietly({ environment }: AwsConnection, task: EcsTask, reason: string): Promise<void> {
  await stopTask(new AwsConnection(environment), task.arn, reason).catch(() => {})
}
