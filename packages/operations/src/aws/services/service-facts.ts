import { NAMES } from '@semiont/config/aws-names'
import type { ProcessService } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { describeScalableTargets, resourceIdOf, type ScalingBounds } from '../clients/auto-scaling.ts'
import { describeServices, type EcsService } from '../clients/ecs.ts'
import { describeTaskDefinition, type EcsTask, findTasks } from '../clients/ecs-tasks.ts'
import { describeTargetHealth, type TargetHealth } from '../clients/elastic-load-balancing.ts'
import { type Learned, learn } from './learned.ts'

/** What AWS says about one service and all that belongs to it. */
export interface ServiceFacts {
  readonly service: ProcessService
  /** `semiont-backend` */
  readonly name: string
  /** Undefined when the cluster has no such service. */
  readonly found: EcsService | undefined
  /** Those that are to run. */
  readonly tasks: Learned<readonly EcsTask[]>
  /** Those that stopped within the last hour or so; by default asked only where something is under way or amiss. */
  readonly stopped: Learned<readonly EcsTask[]>
  /** Of all its target groups; empty where it has none. */
  readonly targets: Learned<readonly TargetHealth[]>
  /** Task definitions whose containers have health checks: without one, nothing says that a task is well. */
  readonly checkedDefinitions: Learned<ReadonlySet<string>>
  readonly scaling: Learned<ScalingBounds | null>
}

/** @throws IncompleteError when there is no cluster; what ECS itself refuses */
export async function gatherServices(
  connection: AwsConnection,
  services: readonly ProcessService[],
  signal?: AbortSignal,
  { alwaysStopped = false }: { readonly alwaysStopped?: boolean } = {},
): Promise<ServiceFacts[]> {
  const found = await describeServices(
    connection,
    services.map((service) => NAMES.services[service]),
  )
  const scaling = await learn(
    () =>
      describeScalableTargets(
        connection,
        services.map((service) => resourceIdOf(NAMES.services[service])),
      ),
    signal,
  )
  return await Promise.all(
    services.map(async (service) => {
      const name = NAMES.services[service]
      const own = found.find((each) => each.name === name)
      const bounds = 'value' in scaling ? { value: boundsFor(name, scaling.value) } : scaling
      return {
        service,
        name,
        found: own,
        scaling: bounds,
        ...(await gatherParts(connection, own, { alwaysStopped, signal })),
      }
    }),
  )
}

function boundsFor(name: string, all: readonly ScalingBounds[]): ScalingBounds | null {
  return all.find(({ resourceId }) => resourceId === resourceIdOf(name)) ?? null
}

type Parts = Pick<ServiceFacts, 'tasks' | 'stopped' | 'targets' | 'checkedDefinitions'>

async function gatherParts(
  connection: AwsConnection,
  found: EcsService | undefined,
  { alwaysStopped, signal }: { readonly alwaysStopped: boolean; readonly signal: AbortSignal | undefined },
): Promise<Parts> {
  if (found === undefined)
    return {
      tasks: { value: [] },
      stopped: { value: [] },
      targets: { value: [] },
      checkedDefinitions: { value: new Set() },
    }
  const { name: service } = found
  const [tasks, stopped, targets] = await Promise.all([
    learn(() => findTasks(connection, { service }), signal),
    isAtRest(found) && !alwaysStopped
      ? { value: [] }
      : learn(() => findTasks(connection, { service, desiredStatus: 'STOPPED' }), signal),
    learn(async () => {
      const groups = found.targetGroupArns.map((group) => describeTargetHealth(connection, group))
      return (await Promise.all(groups)).flat()
    }, signal),
  ])
  const arns = 'value' in tasks ? tasks.value.map(({ taskDefinitionArn }) => taskDefinitionArn) : []
  const checkedDefinitions = await learn(() => findChecked(connection, [...new Set(arns)]), signal)
  return { tasks, stopped, targets, checkedDefinitions }
}

/** As many run as are to run, and nothing is being rolled out. */
function isAtRest({ running, desired, deployments }: EcsService): boolean {
  return running === desired && deployments.every(({ rolloutState }) => rolloutState === 'COMPLETED')
}

async function findChecked(connection: AwsConnection, arns: readonly string[]): Promise<ReadonlySet<string>> {
  const definitions = await Promise.all(arns.map((arn) => describeTaskDefinition(connection, arn)))
  const checked = definitions.filter(({ containers }) => containers.some(({ hasHealthCheck }) => hasHealthCheck))
  return new Set(checked.map(({ arn }) => arn))
}
