import { setTimeout as delay } from 'node:timers/promises'
import { isAwsError } from '../account/problems.ts'
import type { AwsConnection } from '../account/connection.ts'
import { describeTaskDefinition, type EcsTask } from '../clients/ecs-tasks.ts'
import { type LogStreamPlace, readLogStream } from '../clients/log-streams.ts'

const LOOK_EVERY_MS = 1000

/** Where the container of a task writes; undefined when its definition does not say. */
export async function logOf(
  connection: AwsConnection,
  task: EcsTask,
  container: string,
): Promise<LogStreamPlace | undefined> {
  const { containers } = await describeTaskDefinition(connection, task.taskDefinitionArn)
  const { logGroup, logStreamPrefix } = containers.find(({ name }) => name === container) ?? {}
  if (!logGroup || !logStreamPrefix) return undefined
  return { group: logGroup, stream: `${logStreamPrefix}/${container}/${task.id}` }
}

/**
 * Reads the log of a task that has stopped until `found` makes something of its lines: what was written last arrives some
 * seconds later. Returns undefined, with the lines that there are, when it did not come in time.
 */
export async function readUntil<Result>(
  connection: AwsConnection,
  place: LogStreamPlace,
  { found, seconds, signal }: { found: (lines: string[]) => Result | undefined; seconds: number; signal: AbortSignal },
): Promise<{ readonly result: Result | undefined; readonly lines: string[] }> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const lines = await linesOf(connection, place)
    const result = found(lines)
    if (result !== undefined || performance.now() > deadline) return { result, lines }
    await delay(LOOK_EVERY_MS, undefined, { signal })
  }
}

async function linesOf(connection: AwsConnection, place: LogStreamPlace): Promise<string[]> {
  try {
    const lines: string[] = []
    for await (const { message } of readLogStream(connection, place)) lines.push(message)
    return lines
  } catch (error) {
    // The stream comes to be with the first line.
    if (isAwsError(error, 'ResourceNotFoundException')) return []
    throw error
  }
}
