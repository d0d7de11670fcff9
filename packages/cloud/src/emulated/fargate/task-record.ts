import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../aws-calls.ts'
import type { Overrides, TaskDefinition } from './definitions.ts'

export const HOME = { region: 'eu-central-1', account: '123456789012' } as const

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'STOPPED'

/** A task, as it is kept here; times are milliseconds. */
export interface TaskRecord {
  readonly id: string
  readonly cluster: string
  readonly definition: TaskDefinition
  readonly overrides: Overrides
  /** `service:semiont-backend` of a service's, else what RunTask said. */
  readonly group: string
  /** Id of the deployment of a service's, else what RunTask said. */
  readonly startedBy: string | null
  readonly createdAt: number
  /** Of each container's image when the task was made. */
  readonly digests: Readonly<Record<string, string>>
  readonly address: string
  status: TaskStatus
  health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  startedAt: number | null
  stoppedAt: number | null
  exitCode: number | null
  stopCode: string | null
  stoppedReason: string | null
}

let addresses = 10

type Given = Pick<TaskRecord, 'cluster' | 'definition' | 'group' | 'startedBy' | 'createdAt' | 'digests'>

export function newTask(given: Given, overrides: Overrides = {}): TaskRecord {
  return {
    ...given,
    overrides,
    id: randomBytes(16).toString('hex'),
    address: `10.40.4.${addresses++ % 250}`,
    status: 'PROVISIONING',
    health: 'UNKNOWN',
    startedAt: null,
    stoppedAt: null,
    exitCode: null,
    stopCode: null,
    stoppedReason: null,
  }
}

export function stopTask(task: TaskRecord, now: number, stopCode: string, reason: string): void {
  Object.assign(task, { status: 'STOPPED', health: 'UNKNOWN', stoppedAt: now, stopCode, stoppedReason: reason })
}

export function arnOf(kind: string, ...names: readonly string[]): string {
  return `arn:aws:ecs:${HOME.region}:${HOME.account}:${kind}/${names.join('/')}`
}

export function taskArn({ cluster, id }: Pick<TaskRecord, 'cluster' | 'id'>): string {
  return arnOf('task', cluster, id)
}

/** As DescribeTasks shows it. */
export function describedTask(task: TaskRecord): JsonObject {
  return {
    taskArn: taskArn(task),
    clusterArn: arnOf('cluster', task.cluster),
    taskDefinitionArn: task.definition.taskDefinitionArn,
    group: task.group,
    ...(task.startedBy === null ? {} : { startedBy: task.startedBy }),
    lastStatus: task.status,
    desiredStatus: task.status === 'STOPPED' ? 'STOPPED' : 'RUNNING',
    healthStatus: task.health,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    cpu: task.definition.cpu,
    memory: task.definition.memory,
    connectivity: task.startedAt === null ? 'CONNECTING' : 'CONNECTED',
    enableExecuteCommand: true,
    overrides: { ...task.overrides, inferenceAcceleratorOverrides: [] } as unknown as JsonObject,
    createdAt: task.createdAt / 1000,
    ...times(task),
    ...(task.stopCode === null ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === null ? {} : { stoppedReason: task.stoppedReason }),
    attachments: [attachment(task)],
    containers: task.definition.containerDefinitions.map(({ name, image }) => describedContainer(task, name, image)),
    tags: [],
  }
}

function times({ startedAt, stoppedAt }: TaskRecord): JsonObject {
  return {
    ...(startedAt === null ? {} : { startedAt: startedAt / 1000 }),
    ...(stoppedAt === null ? {} : { stoppingAt: stoppedAt / 1000, stoppedAt: stoppedAt / 1000 }),
  }
}

function attachment({ id, address }: TaskRecord): JsonObject {
  const details = [{ name: 'privateIPv4Address', value: address }]
  return { id: `eni-of-${id.slice(0, 8)}`, type: 'ElasticNetworkInterface', status: 'ATTACHED', details }
}

function describedContainer(task: TaskRecord, name: string, image: string): JsonObject {
  return {
    containerArn: arnOf('container', task.cluster, task.id, name),
    taskArn: taskArn(task),
    name,
    image,
    imageDigest: task.digests[name] ?? '',
    runtimeId: runtimeId(task),
    lastStatus: task.status,
    healthStatus: task.health,
    ...(task.exitCode === null ? {} : { exitCode: task.exitCode }),
    networkInterfaces: [{ attachmentId: `eni-of-${task.id.slice(0, 8)}`, privateIpv4Address: task.address }],
    managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: task.status }],
  }
}

export function runtimeId({ id }: Pick<TaskRecord, 'id'>): string {
  return `${id}-1234567890`
}
