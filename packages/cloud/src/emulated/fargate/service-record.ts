import { randomInt } from 'node:crypto'
import type { JsonObject } from '../aws-calls.ts'
import type { TaskDefinition } from './definitions.ts'
import type { TaskRecord } from './task-record.ts'

export interface DeploymentRecord {
  readonly id: string
  readonly definition: TaskDefinition
  readonly digests: Readonly<Record<string, string>>
  readonly createdAt: number
  /** From a deployment that failed to what was there before it. */
  readonly turnsBack: boolean
  status: 'PRIMARY' | 'ACTIVE'
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  reason: string
  failedTasks: number
  updatedAt: number
}

export interface ServiceRecord {
  readonly name: string
  readonly cluster: string
  /** What CreateService was given, for all that does not change here. */
  readonly created: JsonObject
  readonly createdAt: number
  readonly rollsBack: boolean
  desired: number
  /** The newest first. */
  deployments: DeploymentRecord[]
  tasks: TaskRecord[]
  /** The newest first, as ECS keeps them. */
  events: { readonly id: string; readonly createdAt: number; readonly message: string }[]
  /** When its state last went one step on. */
  advancedAt: number
}

/** What goes wrong with the tasks of a service, by task definition or with all of them. */
export interface ServiceTrouble {
  /** Tasks stop with this reason soon after they have begun. */
  readonly stopsWith?: string
  /** No task gets a place. */
  readonly noCapacity?: boolean
  /** Tasks run and fail their health check. */
  readonly unhealthy?: boolean
}

type Given = Pick<DeploymentRecord, 'definition' | 'digests'>

/** Begins to replace every task of the service by one of this definition. */
export function deploy(
  service: ServiceRecord,
  { definition, digests }: Given,
  now: number,
  turnsBack = false,
): DeploymentRecord {
  for (const deployment of service.deployments) deployment.status = 'ACTIVE'
  const id = `ecs-svc/${randomInt(10 ** 12, 10 ** 13)}${randomInt(100_000, 999_999)}`
  const deployment: DeploymentRecord = {
    definition,
    digests,
    turnsBack,
    id,
    createdAt: now,
    updatedAt: now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    reason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
  }
  service.deployments.unshift(deployment)
  return deployment
}

export function report(service: ServiceRecord, now: number, message: string): void {
  service.events.unshift({ id: `${service.events.length}-${now}`, createdAt: now, message })
}

export function tasksOf({ tasks }: ServiceRecord, { id }: DeploymentRecord): TaskRecord[] {
  return tasks.filter((task) => task.startedBy === id && task.status !== 'STOPPED')
}

/** As DescribeServices shows it. */
export function describedService(service: ServiceRecord): JsonObject {
  const { created, deployments, desired } = service
  const { cluster: _, clientToken: _token, tags = [], ...given } = created
  const [primary] = deployments
  const shown = deployments.map((deployment) => describedDeployment(service, deployment))
  return {
    ...given,
    serviceArn: `arn:aws:ecs:eu-central-1:123456789012:service/${service.cluster}/${service.name}`,
    clusterArn: `arn:aws:ecs:eu-central-1:123456789012:cluster/${service.cluster}`,
    status: 'ACTIVE',
    desiredCount: desired,
    runningCount: sum(shown, 'runningCount'),
    pendingCount: sum(shown, 'pendingCount'),
    taskDefinition: primary?.definition.taskDefinitionArn ?? '',
    deployments: shown,
    events: service.events.slice(0, 100).map((event) => ({ ...event, createdAt: event.createdAt / 1000 })),
    createdAt: service.createdAt / 1000,
    schedulingStrategy: 'REPLICA',
    tags,
  }
}

function describedDeployment(service: ServiceRecord, deployment: DeploymentRecord): JsonObject {
  const tasks = tasksOf(service, deployment)
  const running = tasks.filter(({ status }) => status === 'RUNNING').length
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.definition.taskDefinitionArn,
    desiredCount: deployment.status === 'PRIMARY' ? service.desired : 0,
    runningCount: running,
    pendingCount: tasks.length - running,
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt / 1000,
    updatedAt: deployment.updatedAt / 1000,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.reason,
  }
}

function sum(shown: readonly JsonObject[], name: string): number {
  return shown.reduce((total, deployment) => total + Number(deployment[name]), 0)
}
