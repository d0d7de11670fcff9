import type { EcsDeployment, EcsEvent, EcsService } from '../clients/ecs.ts'
import type { EcsTask } from '../clients/ecs-tasks.ts'
import type { ReplicaStatus } from '../../platform/platform.ts'

export interface StuckFacts {
  readonly found: EcsService
  readonly replicas: readonly ReplicaStatus[]
  readonly stopped: readonly EcsTask[]
}

const EVENTS = 2
/** Of what a service reports, the part that tells of trouble; the rest is that all goes its way. */
const TROUBLE = /unable|unhealthy|fail|roll(?:ing|ed) back|error|unavailable|exceed|insufficient|timed out/i
/** Ends that ECS itself wanted, and that say nothing about the task. */
const ORDINARY_END = /^(scaling activity initiated|service .* deployment|task stopped by user)/i

/**
 * Why a service does not become what it is to be, most telling first; empty when nothing points to trouble.
 * @param since what happened earlier says nothing about now; by default since the primary deployment began
 */
export function whyStuck({ found, replicas, stopped }: StuckFacts, since = beginOf(found)): string[] {
  return [
    ...found.deployments.flatMap(saysDeployment),
    ...endsOf(stopped, since),
    ...saysReplicas(replicas),
    ...saysEvents(found.events, since),
  ]
}

function beginOf({ deployments }: EcsService): Date {
  return deployments[0]?.createdAt ?? new Date(0)
}

function saysDeployment({ rolloutState, rolloutStateReason, failedTasks, id }: EcsDeployment): string[] {
  if (rolloutState === 'FAILED')
    return [`The deployment ${id} has failed: ${rolloutStateReason ?? 'AWS gives no reason'}`]
  if (/roll(?:ing|ed) ?back/i.test(rolloutStateReason ?? '')) return [rolloutStateReason ?? '']
  if (rolloutState !== 'IN_PROGRESS' || failedTasks === 0) return []
  return [`${failedTasks} ${failedTasks === 1 ? 'task' : 'tasks'} of the deployment in progress could not start.`]
}

function endsOf(stopped: readonly EcsTask[], since: Date): string[] {
  const ends = stopped
    .filter(({ createdAt, stoppedReason }) => (createdAt ?? since) >= since && !ORDINARY_END.test(stoppedReason ?? ''))
    .map(endOf)
  return [...new Set(ends)].map((end) => {
    const count = ends.filter((other) => other === end).length
    return `${count} ${count === 1 ? 'task' : 'tasks'} stopped: ${end}`
  })
}

/** `Essential container in task exited (backend: exit code 1)` */
function endOf({ stoppedReason, stopCode, containers }: EcsTask): string {
  const said = containers.flatMap(({ name, exitCode, reason }) => {
    const parts = [
      ...(exitCode === null || exitCode === 0 ? [] : [`exit code ${exitCode}`]),
      ...(reason === null ? [] : [reason]),
    ]
    return parts.length === 0 ? [] : [`${name}: ${parts.join(', ')}`]
  })
  return `${stoppedReason ?? stopCode ?? 'AWS gives no reason'}${said.length === 0 ? '' : ` (${said.join('; ')})`}`
}

function saysReplicas(replicas: readonly ReplicaStatus[]): string[] {
  return replicas.flatMap(({ id, state, detail }) => (state === 'unhealthy' ? [`Task ${id}: ${detail ?? state}`] : []))
}

function saysEvents(events: readonly EcsEvent[], since: Date): string[] {
  return events
    .filter(({ at, message }) => at !== null && at >= since && TROUBLE.test(message))
    .slice(0, EVENTS)
    .map(({ message }) => `ECS reports: ${message}`)
}
