import { DescribeServicesCommand, ECSClient, type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { NAMES } from '@semiont/config/aws-names'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { inBatches } from './batches.ts'

export interface EcsDeployment {
  readonly id: string
  /** `PRIMARY` is the one that is to be, `ACTIVE` one that it replaces. */
  readonly status: string
  /** AWS leaves it out of services it does not roll itself; then it is null. */
  readonly rolloutState: 'COMPLETED' | 'FAILED' | 'IN_PROGRESS' | null
  readonly rolloutStateReason: string | null
  readonly taskDefinitionArn: string
  readonly desired: number
  readonly pending: number
  readonly running: number
  readonly failedTasks: number
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
}

export interface EcsEvent {
  readonly id: string
  readonly at: Date | null
  readonly message: string
}

export interface EcsService {
  readonly name: string
  readonly arn: string
  /** `ACTIVE`, `DRAINING` or `INACTIVE`: the last is what AWS keeps of one that was deleted. */
  readonly status: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly taskDefinitionArn: string
  /** The primary one first. */
  readonly deployments: readonly EcsDeployment[]
  /** Newest first, at most one hundred. */
  readonly events: readonly EcsEvent[]
  readonly targetGroupArns: readonly string[]
  readonly circuitBreaker: { readonly enabled: boolean; readonly rollback: boolean }
  readonly execEnabled: boolean
  readonly platformVersion: string | null
  readonly createdAt: Date | null
}

/** How many AWS takes in one call. */
const SERVICES_AT_ONCE = 10

/**
 * The services of the cluster by their names; one that is not there is left out.
 * @throws IncompleteError when there is no cluster
 */
export async function describeServices(connection: AwsConnection, names: readonly string[]): Promise<EcsService[]> {
  const client = connection.client(ECSClient)
  return await inBatches(names, SERVICES_AT_ONCE, async (services) => {
    const answer = await inCluster(connection, () =>
      connection.ask('ecs:DescribeServices', (options) =>
        client.send(new DescribeServicesCommand({ cluster: NAMES.cluster, services }), options),
      ),
    )
    return (answer.services ?? []).map(serviceOf).filter(({ status }) => status !== 'INACTIVE')
  })
}

export interface ServiceChange {
  readonly desired?: number
  /** Family, family and revision, or ARN. */
  readonly taskDefinition?: string
  /** Replaces all tasks even where nothing else changes. */
  readonly forceNewDeployment?: boolean
}

/** Begins a change and returns the service as it stands then; the tasks follow. */
export async function updateService(
  connection: AwsConnection,
  service: string,
  { desired, taskDefinition, forceNewDeployment }: ServiceChange,
): Promise<EcsService> {
  const client = connection.client(ECSClient)
  const answer = await inCluster(connection, () =>
    connection.ask('ecs:UpdateService', (options) =>
      client.send(
        new UpdateServiceCommand({
          cluster: NAMES.cluster,
          service,
          ...(desired === undefined ? {} : { desiredCount: desired }),
          ...(taskDefinition === undefined ? {} : { taskDefinition }),
          ...(forceNewDeployment === undefined ? {} : { forceNewDeployment }),
        }),
        options,
      ),
    ),
  )
  return serviceOf(answer.service ?? {})
}

/** Runs one call and says what to do when there is no cluster. */
export async function inCluster<Answer>(connection: AwsConnection, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    throw isAwsError(error, 'ClusterNotFoundException') ? noCluster(connection, error) : error
  }
}

function noCluster({ place, environment }: AwsConnection, cause: Error): IncompleteError {
  return new IncompleteError(
    `There is no cluster ${NAMES.cluster} in ${place.region} of the account ${place.account}.`,
    `Make it with: semiont deploy --environment ${environment.name}`,
    { cause },
  )
}

function serviceOf(service: Service): EcsService {
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker
  return {
    name: service.serviceName ?? '',
    arn: service.serviceArn ?? '',
    status: service.status ?? 'UNKNOWN',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    taskDefinitionArn: service.taskDefinition ?? '',
    deployments: (service.deployments ?? [])
      .map(deploymentOf)
      .sort((a, b) => Number(b.status === 'PRIMARY') - Number(a.status === 'PRIMARY')),
    events: (service.events ?? []).map(({ id = '', createdAt, message = '' }) => ({
      id,
      at: createdAt ?? null,
      message,
    })),
    targetGroupArns: (service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
    circuitBreaker: { enabled: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
    execEnabled: service.enableExecuteCommand ?? false,
    platformVersion: service.platformVersion ?? null,
    createdAt: service.createdAt ?? null,
  }
}

function deploymentOf(deployment: NonNullable<Service['deployments']>[number]): EcsDeployment {
  return {
    id: deployment.id ?? '',
    status: deployment.status ?? 'UNKNOWN',
    rolloutState: deployment.rolloutState ?? null,
    rolloutStateReason: deployment.rolloutStateReason ?? null,
    taskDefinitionArn: deployment.taskDefinition ?? '',
    desired: deployment.desiredCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    running: deployment.runningCount ?? 0,
    failedTasks: deployment.failedTasks ?? 0,
    createdAt: deployment.createdAt ?? null,
    updatedAt: deployment.updatedAt ?? null,
  }
}
