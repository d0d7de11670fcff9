import type { ReplicaStatus, ServiceState, ServiceStatus } from '../../platform/platform.ts'
import type { EcsService } from '../clients/ecs.ts'
import { judgeTask } from './judge-task.ts'
import { unknownsOf, valueOr } from './learned.ts'
import type { ServiceFacts } from './service-facts.ts'
import { whyStuck } from './why-stuck.ts'

/** How a service is. What could not be learned is never taken for well. */
export function judgeService(facts: ServiceFacts): ServiceStatus {
  const { service, found } = facts
  if (found === undefined)
    return {
      service,
      state: 'stopped',
      running: 0,
      desired: 0,
      replicas: [],
      detail: `There is no service ${facts.name} in the cluster.`,
    }
  const replicas = judgeTasks(facts)
  const { running, desired } = found
  if (desired === 0) return { service, state: 'stopped', running, desired, replicas, detail: stoppedDetail(found) }
  const reasons = whyStuck({ found, replicas, stopped: valueOr(facts.stopped, []) })
  const unknown = [...unknownsOf(facts.tasks, facts.targets, facts.checkedDefinitions), ...contradiction(facts)]
  const judged = stateOf(found, replicas, reasons)
  // Trouble that is seen outweighs what is not known beside it; without it nothing is said to be well.
  const state = unknown.length > 0 && (judged === 'healthy' || reasons.length === 0) ? 'unknown' : judged
  const said = [...unknown, ...rolloutSaid(found), ...reasons, ...scalingSaid(facts)]
  return { service, state, running, desired, replicas, detail: said.length === 0 ? null : said.join(' ') }
}

export function judgeTasks(facts: ServiceFacts): ReplicaStatus[] {
  const targets = facts.found?.targetGroupArns.length === 0 ? null : valueOr(facts.targets, null)
  const checked = valueOr(facts.checkedDefinitions, new Set<string>())
  return valueOr(facts.tasks, []).map((task) =>
    judgeTask(task, { isChecked: checked.has(task.taskDefinitionArn), targets }),
  )
}

function stateOf(
  { desired, pending, deployments }: EcsService,
  replicas: readonly ReplicaStatus[],
  reasons: readonly string[],
): ServiceState {
  const healthy = count(replicas, 'healthy')
  if (healthy >= desired) return reasons.length === 0 ? 'healthy' : 'degraded'
  if (healthy > 0) return 'degraded'
  const isUnderWay =
    pending > 0 || count(replicas, 'starting') > 0 || deployments.some((each) => each.rolloutState === 'IN_PROGRESS')
  return reasons.length === 0 && isUnderWay ? 'starting' : 'failing'
}

function count(replicas: readonly ReplicaStatus[], state: ReplicaStatus['state']): number {
  return replicas.filter((replica) => replica.state === state).length
}

function stoppedDetail({ running }: EcsService): string {
  if (running === 0) return 'None are to run.'
  return `${running} ${running === 1 ? 'task is' : 'tasks are'} still ending.`
}

/** ECS counts and lists apart from each other, and the list may be behind. */
function contradiction({ found, tasks }: ServiceFacts): string[] {
  if (found === undefined || found.running === 0 || !('value' in tasks) || tasks.value.length > 0) return []
  return [`ECS counts ${found.running} running tasks and lists none.`]
}

function rolloutSaid({ deployments: [primary], desired }: EcsService): string[] {
  if (primary?.rolloutState !== 'IN_PROGRESS') return []
  return [`A deployment is in progress: ${primary.running} of ${desired} new tasks run.`]
}

function scalingSaid({ scaling }: ServiceFacts): string[] {
  if (!('value' in scaling)) return [`Whether it scales is not known: ${scaling.unknown}`]
  const suspended = scaling.value?.suspended
  return suspended?.in || suspended?.out ? ['Its scaling is suspended.'] : []
}
