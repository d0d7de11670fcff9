import {
  type Container,
  type ContainerDefinition,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { allPages, inBatches } from './batches.ts'
import { inCluster } from './ecs.ts'

export type TaskHealth = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'

export interface EcsContainer {
  readonly name: string
  readonly lastStatus: string
  readonly health: TaskHealth
  readonly image: string
  /** `sha256:…`; null until the image is there. */
  readonly imageDigest: string | null
  readonly exitCode: number | null
  readonly reason: string | null
  readonly runtimeId: string | null
}

export interface EcsTask {
  readonly arn: string
  /** The last part of its ARN, as the console shows it. */
  readonly id: string
  /** `service:semiont-backend` for those of a service. */
  readonly group: string
  readonly taskDefinitionArn: string
  /** `PROVISIONING`, `PENDING`, `RUNNING`, `DEPROVISIONING`, `STOPPED` … */
  readonly lastStatus: string
  readonly desiredStatus: string
  readonly health: TaskHealth
  readonly createdAt: Date | null
  readonly startedAt: Date | null
  readonly stoppedAt: Date | null
  readonly stopCode: string | null
  readonly stoppedReason: string | null
  /** The deployment that started it, or who ran it. */
  readonly startedBy: string | null
  readonly zone: string | null
  readonly privateAddress: string | null
  readonly containers: readonly EcsContainer[]
}

export interface EcsTaskDefinition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly cpu: string | null
  readonly memory: string | null
  readonly containers: readonly EcsContainerDefinition[]
}

export interface EcsContainerDefinition {
  readonly name: string
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  /** Names of variables, and where their values come from. */
  readonly secrets: Readonly<Record<string, string>>
  readonly hasHealthCheck: boolean
  readonly logGroup: string | null
  readonly logStreamPrefix: string | null
}

/** How many AWS takes in one call. */
const TASKS_AT_ONCE = 100

export interface TaskQuery {
  readonly service?: string
  readonly family?: string
  /** AWS keeps stopped ones for about an hour. */
  readonly desiredStatus?: 'RUNNING' | 'STOPPED'
}

/** Tasks of the cluster, those that run unless asked for the stopped ones. */
export async function findTasks(connection: AwsConnection, query: TaskQuery): Promise<EcsTask[]> {
  return await describeTasks(connection, await listTaskArns(connection, query))
}

export async function listTaskArns(
  connection: AwsConnection,
  { service, family, desiredStatus = 'RUNNING' }: TaskQuery,
): Promise<string[]> {
  const client = connection.client(ECSClient)
  return await allPages(async (nextToken) => {
    const answer = await inCluster(connection, () =>
      connection.ask('ecs:ListTasks', (options) =>
        client.send(
          new ListTasksCommand({
            cluster: NAMES.cluster,
            desiredStatus,
            ...(service === undefined ? {} : { serviceName: service }),
            ...(family === undefined ? {} : { family }),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
          options,
        ),
      ),
    )
    return { items: answer.taskArns ?? [], next: answer.nextToken }
  })
}

/** Tasks by ARN or id; one that AWS no longer knows is left out. */
export async function describeTasks(connection: AwsConnection, arns: readonly string[]): Promise<EcsTask[]> {
  const client = connection.client(ECSClient)
  return await inBatches(arns, TASKS_AT_ONCE, async (tasks) => {
    const answer = await inCluster(connection, () =>
      connection.ask('ecs:DescribeTasks', (options) =>
        client.send(new DescribeTasksCommand({ cluster: NAMES.cluster, tasks }), options),
      ),
    )
    return (answer.tasks ?? []).map(taskOf)
  })
}

/** By family (its newest revision), family and revision, or ARN. */
export async function describeTaskDefinition(
  connection: AwsConnection,
  taskDefinition: string,
): Promise<EcsTaskDefinition> {
  const client = connection.client(ECSClient)
  const answer = await connection.ask('ecs:DescribeTaskDefinition', (options) =>
    client.send(new DescribeTaskDefinitionCommand({ taskDefinition }), options),
  )
  return taskDefinitionOf(answer.taskDefinition ?? {})
}

export function taskOf(task: Task): EcsTask {
  const details = (task.attachments ?? []).flatMap((attachment) => attachment.details ?? [])
  return {
    arn: task.taskArn ?? '',
    id: task.taskArn?.split('/').at(-1) ?? '',
    group: task.group ?? '',
    taskDefinitionArn: task.taskDefinitionArn ?? '',
    lastStatus: task.lastStatus ?? 'UNKNOWN',
    desiredStatus: task.desiredStatus ?? 'UNKNOWN',
    health: task.healthStatus ?? 'UNKNOWN',
    createdAt: task.createdAt ?? null,
    startedAt: task.startedAt ?? null,
    stoppedAt: task.stoppedAt ?? null,
    stopCode: task.stopCode ?? null,
    stoppedReason: task.stoppedReason ?? null,
    startedBy: task.startedBy ?? null,
    zone: task.availabilityZone ?? null,
    privateAddress: details.find(({ name }) => name === 'privateIPv4Address')?.value ?? null,
    containers: (task.containers ?? []).map(containerOf),
  }
}

function containerOf(container: Container): EcsContainer {
  return {
    name: container.name ?? '',
    lastStatus: container.lastStatus ?? 'UNKNOWN',
    health: container.healthStatus ?? 'UNKNOWN',
    image: container.image ?? '',
    imageDigest: container.imageDigest || null,
    exitCode: container.exitCode ?? null,
    reason: container.reason ?? null,
    runtimeId: container.runtimeId ?? null,
  }
}

function taskDefinitionOf(definition: TaskDefinition): EcsTaskDefinition {
  return {
    arn: definition.taskDefinitionArn ?? '',
    family: definition.family ?? '',
    revision: definition.revision ?? 0,
    cpu: definition.cpu ?? null,
    memory: definition.memory ?? null,
    containers: (definition.containerDefinitions ?? []).map(containerDefinitionOf),
  }
}

function containerDefinitionOf(container: ContainerDefinition): EcsContainerDefinition {
  const logs = container.logConfiguration?.options ?? {}
  return {
    name: container.name ?? '',
    image: container.image ?? '',
    environment: Object.fromEntries(
      (container.environment ?? []).map(({ name = '', value = '' }) => [name, value] as const),
    ),
    secrets: Object.fromEntries(
      (container.secrets ?? []).map(({ name = '', valueFrom = '' }) => [name, valueFrom] as const),
    ),
    hasHealthCheck: container.healthCheck !== undefined,
    logGroup: logs['awslogs-group'] ?? null,
    logStreamPrefix: logs['awslogs-stream-prefix'] ?? null,
  }
}
