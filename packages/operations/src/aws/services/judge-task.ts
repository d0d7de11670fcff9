import type { ReplicaState, ReplicaStatus } from '../../platform/platform.ts'
import type { EcsTask } from '../clients/ecs-tasks.ts'
import type { TargetHealth } from '../clients/elastic-load-balancing.ts'

export interface TaskSurroundings {
  /** Whether a container of it has a health check. */
  readonly isChecked: boolean
  /** Targets of its service's groups; null where it has none, or they are not known. */
  readonly targets: readonly TargetHealth[] | null
}

/** What a task is, from its own health check and from what the load balancer finds at its address. */
export function judgeTask(task: EcsTask, { isChecked, targets }: TaskSurroundings): ReplicaStatus {
  const [state, detail] = stateOf(task, isChecked, targets)
  return { id: task.id, state, startedAt: task.startedAt?.toISOString() ?? null, restarts: 0, detail }
}

function stateOf(
  task: EcsTask,
  isChecked: boolean,
  targets: readonly TargetHealth[] | null,
): readonly [ReplicaState, string | null] {
  if (task.desiredStatus === 'STOPPED') return ['stopped', `It is ending (${task.lastStatus}).`]
  if (task.lastStatus !== 'RUNNING') return ['starting', `It is ${task.lastStatus}.`]
  if (task.health === 'UNHEALTHY') return ['unhealthy', 'The health check of its container fails.']
  if (isChecked && task.health === 'UNKNOWN')
    return ['starting', 'The health check of its container has no result yet.']
  return targets === null ? ['healthy', null] : throughBalancer(task, targets)
}

function throughBalancer(task: EcsTask, targets: readonly TargetHealth[]): readonly [ReplicaState, string | null] {
  const own = targets.filter(({ id }) => id === task.privateAddress)
  if (own.length === 0) return ['starting', 'The load balancer does not know it yet.']
  const ill = own.find(({ state }) => state !== 'healthy')
  if (ill === undefined) return ['healthy', null]
  const why = [ill.reason, ill.description].filter((part) => part !== null).join(': ')
  const said = `The load balancer calls it ${ill.state}${why === '' ? '' : ` (${why})`}.`
  if (ill.state === 'initial') return ['starting', said]
  return [ill.state === 'draining' ? 'stopped' : 'unhealthy', said]
}
