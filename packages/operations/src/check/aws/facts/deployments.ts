import { NAMES, PARAMETERS } from '@semiont/config/aws-names'
import { describeServices, type EcsDeployment } from '../../../aws/clients/ecs.ts'
import { type EcsTask, findTasks } from '../../../aws/clients/ecs-tasks.ts'
import { findStack } from '../../../aws/clients/cloudformation.ts'
import { findParameter } from '../../../aws/clients/ssm.ts'
import { PROCESS_SERVICES, type ProcessService } from '../../../platform/platform.ts'
import type { Account } from '../account.ts'

export interface StoppedTask {
  readonly id: string
  readonly at: string | null
  /** `EssentialContainerExited`, `TaskFailedToStart`, `ServiceSchedulerInitiated` … */
  readonly code: string | null
  readonly reason: string
}

export interface ServiceDeployment {
  readonly service: ProcessService
  /** Null when the cluster has no such service. */
  readonly counts: { readonly running: number; readonly desired: number; readonly pending: number } | null
  /** Of Fargate: `1.4.0`. */
  readonly platformVersion: string | null
  readonly deployments: readonly EcsDeployment[]
  /** What ECS said last of trouble, newest first. */
  readonly troubles: readonly string[]
  /** Of the last hour, as long as AWS keeps them. */
  readonly stopped: readonly StoppedTask[]
  /** Tags of the images that run. */
  readonly tags: readonly string[]
}

export interface DeploymentsFact {
  readonly services: readonly ServiceDeployment[]
  /** The tag that the next deployment runs; null when nothing was published. */
  readonly publishedTag: string | null
  /** The tag that the last deployment brought; null when that is not known. */
  readonly deployedTag: string | null
}

const TROUBLE = /unable|fail|unhealthy|error|deregister|insufficient|not steady/i

/** How the last deployment of each service went, and which tasks have ended. */
export async function gatherDeployments({ connection, stack, place }: Account): Promise<DeploymentsFact> {
  await stack('app')
  const [found, publishedTag, app] = await Promise.all([
    describeServices(
      connection,
      PROCESS_SERVICES.map((service) => NAMES.services[service]),
    ),
    findParameter(connection, PARAMETERS.imageTag),
    findStack(connection, place.stacks.app),
  ])
  const services = await Promise.all(
    PROCESS_SERVICES.map(async (service): Promise<ServiceDeployment> => {
      const name = NAMES.services[service]
      const here = found.find((one) => one.name === name)
      if (here === undefined)
        return { service, counts: null, platformVersion: null, deployments: [], troubles: [], stopped: [], tags: [] }
      const [running, ended] = await Promise.all([
        findTasks(connection, { service: name }),
        findTasks(connection, { service: name, desiredStatus: 'STOPPED' }),
      ])
      const { desired, pending, deployments, events, platformVersion } = here
      return {
        service,
        counts: { running: here.running, desired, pending },
        platformVersion,
        deployments,
        troubles: events
          .filter(({ message }) => TROUBLE.test(message))
          .slice(0, 3)
          .map(({ message }) => message),
        stopped: ended.map(stoppedTask),
        tags: [...new Set(running.flatMap(tagsOf))],
      }
    }),
  )
  const deployedTag = app?.parameters.find(({ value }) => value === PARAMETERS.imageTag)?.resolved ?? null
  return { services, publishedTag: publishedTag ?? null, deployedTag }
}

function stoppedTask({ id, stoppedAt, stopCode, stoppedReason, containers }: EcsTask): StoppedTask {
  const parts = containers
    .filter(({ exitCode, reason }) => reason !== null || (exitCode ?? 0) !== 0)
    .map(({ name, exitCode, reason }) => `${name} ended with ${exitCode ?? 'no code'}${reason ? ` (${reason})` : ''}`)
  const reason = [stoppedReason ?? 'no reason given', ...parts].join('; ')
  return { id, at: stoppedAt?.toISOString() ?? null, code: stopCode, reason }
}

function tagsOf({ containers }: EcsTask): string[] {
  return containers.flatMap(({ image }) => /:([^:/@]+)(?:@|$)/.exec(image)?.[1] ?? [])
}
