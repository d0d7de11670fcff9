import {
  deploy,
  type DeploymentRecord,
  report,
  type ServiceRecord,
  type ServiceTrouble,
  tasksOf,
} from './service-record.ts'
import { newTask, stopTask, type TaskRecord } from './task-record.ts'

/** Trouble that tasks of this deployment meet; none for most. */
export type TroubleOf = (service: ServiceRecord, deployment: DeploymentRecord) => ServiceTrouble

/**
 * One step of what ECS's scheduler does on its own: begin tasks, let begun ones run, stop those of the past when enough new
 * ones are healthy, count failures and turn back when there are too many.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function advanceService(service: ServiceRecord, now: number, troubleOf: TroubleOf): void {
  const [primary, ...past] = service.deployments
  if (primary === undefined) return
  const trouble = troubleOf(service, primary)
  for (const task of tasksOf(service, primary)) goOn(task, trouble, primary, now)
  beginTasks(service, primary, trouble, now)
  if (hasTooManyFailures(service, primary)) return turnBack(service, primary, now)
  const ready = tasksOf(service, primary).filter(({ health }) => health === 'HEALTHY').length
  const isReady = ready >= service.desired
  if (isReady || service.desired === 0) for (const deployment of past) stopAll(service, deployment, now)
  stopSurplus(service, primary, now)
  if (isReady && primary.rolloutState === 'IN_PROGRESS') complete(service, primary, now)
  // What failed is shown until the service is again as it was before.
  if (primary.rolloutState !== 'IN_PROGRESS') service.deployments = [primary]
}

function goOn(task: TaskRecord, trouble: ServiceTrouble, deployment: DeploymentRecord, now: number): void {
  if (trouble.noCapacity) return
  if (task.status === 'PROVISIONING') task.status = 'PENDING'
  else if (trouble.stopsWith !== undefined && task.startedAt === null) {
    stopTask(task, now, 'TaskFailedToStart', trouble.stopsWith)
    deployment.failedTasks++
  } else if (task.status === 'PENDING') {
    Object.assign(task, { status: 'RUNNING', startedAt: now, health: trouble.unhealthy ? 'UNHEALTHY' : 'HEALTHY' })
  } else task.health = trouble.unhealthy ? 'UNHEALTHY' : 'HEALTHY'
}

function beginTasks(
  service: ServiceRecord,
  deployment: DeploymentRecord,
  { noCapacity }: ServiceTrouble,
  now: number,
): void {
  const missing = service.desired - tasksOf(service, deployment).length
  if (noCapacity && missing > 0) {
    const why = 'Capacity is unavailable at this time. Please try again later or in a different availability zone.'
    report(service, now, `(service ${service.name}) was unable to place a task. Reason: ${why}`)
    return
  }
  for (let made = 0; made < missing; made++) {
    const { definition, digests, id } = deployment
    const group = `service:${service.name}`
    service.tasks.push(newTask({ cluster: service.cluster, definition, digests, group, startedBy: id, createdAt: now }))
  }
  if (missing > 0) report(service, now, `(service ${service.name}) has started ${missing} tasks.`)
}

/** The breaker's threshold is half of the desired count, at least three and at most two hundred. */
function hasTooManyFailures({ desired, rollsBack }: ServiceRecord, { failedTasks, rolloutState }: DeploymentRecord) {
  return rollsBack && rolloutState === 'IN_PROGRESS' && failedTasks >= Math.min(200, Math.max(3, desired / 2))
}

function turnBack(service: ServiceRecord, failed: DeploymentRecord, now: number): void {
  failed.rolloutState = 'FAILED'
  failed.reason = 'ECS deployment circuit breaker: tasks failed to start.'
  failed.updatedAt = now
  report(service, now, `(service ${service.name}) (deployment ${failed.id}) deployment failed: tasks failed to start.`)
  stopAll(service, failed, now)
  const before = service.deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED')
  if (before === undefined) return
  const again = deploy(service, before, now, true)
  again.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${before.id}.`
  report(service, now, `(service ${service.name}) rolling back to deployment ${before.id}.`)
}

function stopAll(service: ServiceRecord, deployment: DeploymentRecord, now: number): void {
  for (const task of tasksOf(service, deployment))
    stopTask(task, now, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${deployment.id})`)
}

function stopSurplus(service: ServiceRecord, deployment: DeploymentRecord, now: number): void {
  for (const task of tasksOf(service, deployment).slice(service.desired))
    stopTask(task, now, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${deployment.id})`)
}

function complete(service: ServiceRecord, deployment: DeploymentRecord, now: number): void {
  Object.assign(deployment, {
    rolloutState: 'COMPLETED',
    reason: `ECS deployment ${deployment.id} completed.`,
    updatedAt: now,
  })
  report(service, now, `(service ${service.name}) (deployment ${deployment.id}) deployment completed.`)
  report(service, now, `(service ${service.name}) has reached a steady state.`)
}
