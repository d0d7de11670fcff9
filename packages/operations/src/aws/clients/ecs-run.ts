import { randomUUID } from 'node:crypto'
import { ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { inCluster } from './ecs.ts'
import { type EcsTask, taskOf } from './ecs-tasks.ts'

export interface TaskRun {
  /** Family, family and revision, or ARN. */
  readonly taskDefinition: string
  readonly container: string
  /** Instead of the command of the definition. */
  readonly command: readonly string[]
  /** Besides the variables of the definition. */
  readonly variables: Readonly<Record<string, string>>
  readonly subnets: readonly string[]
  readonly securityGroups: readonly string[]
  /** Shown in the console; letters, digits, hyphens, slashes and underscores, at most 128. */
  readonly startedBy: string
}

/** What ECS takes of a TaskRun beyond its definition, as JSON. @see ECS API reference, RunTask, overrides */
export const LONGEST_OVERRIDES = 8192

/** The JSON that counts against LONGEST_OVERRIDES. */
export function overridesOf({ container, command, variables }: TaskRun) {
  const environment = Object.entries(variables).map(([name, value]) => ({ name, value }))
  return { containerOverrides: [{ name: container, command: [...command], environment }] }
}

/** Begins a task that runs once; with the same token AWS begins it once only, however often the call is repeated. */
export async function runTask(
  connection: AwsConnection,
  run: TaskRun,
): Promise<{ readonly task: EcsTask } | { readonly failure: string }> {
  const client = connection.client(ECSClient)
  const command = new RunTaskCommand({
    cluster: NAMES.cluster,
    taskDefinition: run.taskDefinition,
    launchType: 'FARGATE',
    count: 1,
    clientToken: randomUUID(),
    startedBy: run.startedBy,
    enableECSManagedTags: true,
    overrides: overridesOf(run),
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...run.subnets],
        securityGroups: [...run.securityGroups],
        assignPublicIp: 'DISABLED',
      },
    },
  })
  const answer = await inCluster(connection, () =>
    connection.ask('ecs:RunTask', (options) => client.send(command, options)),
  ).catch((error: unknown) => {
    // What Fargate says when it has no room comes so, and what it says of one task as a failure.
    if (isAwsError(error, 'ClientException', 'PlatformUnknownException')) return error
    throw error
  })
  if (answer instanceof Error) return { failure: answer.message }
  const { tasks, failures } = answer
  const [task] = tasks ?? []
  if (task !== undefined) return { task: taskOf(task) }
  const [failure] = failures ?? []
  return { failure: [failure?.reason, failure?.detail].filter(Boolean).join(': ') || 'AWS gives no reason' }
}

/** @param reason what the console shows; at most 255 characters */
export async function stopTask(connection: AwsConnection, task: string, reason: string): Promise<void> {
  const client = connection.client(ECSClient)
  await inCluster(connection, () =>
    connection.ask('ecs:StopTask', (options) =>
      client.send(new StopTaskCommand({ cluster: NAMES.cluster, task, reason }), options),
    ),
  )
}
