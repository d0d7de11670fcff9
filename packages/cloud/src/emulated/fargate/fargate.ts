import type { Json, JsonObject } from '../aws-calls.ts'
import { text } from '../json.ts'
import { RefusedByAws } from '../wire/answer.ts'
import type { AskMoto } from '../wire/moto-client.ts'
import { advanceService } from './advance-service.ts'
import type { Overrides, TaskDefinition } from './definitions.ts'
import { digestsOf } from './image-digests.ts'
import { deploy, type DeploymentRecord, type ServiceRecord, type ServiceTrouble } from './service-record.ts'
import type { Place } from './surroundings.ts'
import { TaskProcess } from './task-process.ts'
import { newTask, stopTask, taskArn, type TaskRecord } from './task-record.ts'

/** How long a step of the scheduler takes: milliseconds where AWS takes half a minute. */
const STEP = 150

interface Trouble extends ServiceTrouble {
  readonly since: number
}

/** What ECS does by itself: services keep their tasks, deployments roll and turn back, tasks that run once run and end. */
export class Fargate {
  readonly #ask: AskMoto
  readonly #place: () => Promise<Place>
  readonly services = new Map<string, ServiceRecord>()
  readonly #processes: TaskProcess[] = []
  readonly #once: TaskRecord[] = []
  readonly #troubles = new Map<string, Trouble>()

  constructor(ask: AskMoto, place: () => Promise<Place>) {
    this.#ask = ask
    this.#place = place
  }

  /**
   * From now on something goes wrong: `stopsWith` and `noCapacity` with the tasks of deployments that begin after this (not
   * with those that turn back from one), `unhealthy` with every task. @param name of a service, or family of a task that runs once
   */
  trouble(name: string, trouble: ServiceTrouble): void {
    this.#troubles.set(name, { ...trouble, since: Date.now() })
  }

  clearTrouble(): void {
    this.#troubles.clear()
  }

  get tasks(): readonly TaskRecord[] {
    return [...[...this.services.values()].flatMap(({ tasks }) => tasks), ...this.#once]
  }

  async define(taskDefinition: string): Promise<TaskDefinition> {
    const found = await this.#ask<{ taskDefinition: TaskDefinition }>('ecs', 'DescribeTaskDefinition', {
      taskDefinition,
    })
    return found.taskDefinition
  }

  /** A service from now on, with what CreateService was given. */
  async create(given: JsonObject): Promise<ServiceRecord> {
    const definition = await this.define(text(given['taskDefinition']))
    const now = Date.now()
    const breaker = (given['deploymentConfiguration'] as { deploymentCircuitBreaker?: { rollback: boolean } }) ?? {}
    const service: ServiceRecord = {
      name: text(given['serviceName']),
      cluster: nameIn(given['cluster']),
      created: given,
      createdAt: now,
      rollsBack: breaker.deploymentCircuitBreaker?.rollback === true,
      desired: Number(given['desiredCount'] ?? 0),
      deployments: [],
      tasks: [],
      events: [],
      advancedAt: now,
    }
    deploy(service, { definition, digests: await digestsOf(this.#ask, definition) }, now)
    this.services.set(service.name, service)
    return service
  }

  async update(service: ServiceRecord, given: JsonObject): Promise<void> {
    this.advance()
    const { desiredCount, taskDefinition, forceNewDeployment = false } = given
    if (desiredCount !== undefined) service.desired = Number(desiredCount)
    const [primary] = service.deployments
    const definition = taskDefinition === undefined ? primary?.definition : await this.define(text(taskDefinition))
    if (definition === undefined) return
    const isOther = definition.taskDefinitionArn !== primary?.definition.taskDefinitionArn
    if (!isOther && forceNewDeployment !== true) return
    const digests = await digestsOf(this.#ask, definition)
    // What has been asked of moto took time: no task of the deployment may be made before it.
    this.advance()
    deploy(service, { definition, digests }, Date.now())
  }

  /** Begins a task that runs once, as a process. */
  async runOnce(given: JsonObject): Promise<TaskRecord> {
    const definition = await this.define(text(given['taskDefinition']))
    const task = newTask(
      {
        cluster: nameIn(given['cluster'] ?? 'default'),
        definition,
        digests: await digestsOf(this.#ask, definition),
        group: text(given['group'] ?? `family:${definition.family}`),
        startedBy: given['startedBy'] === undefined ? null : text(given['startedBy']),
        createdAt: Date.now(),
      },
      (given['overrides'] ?? {}) as Overrides,
    )
    this.#once.push(task)
    const trouble = this.#troubles.get(definition.family)
    if (trouble?.noCapacity) throw new RefusedByAws('ClientException', 'Capacity is unavailable at this time.')
    if (trouble?.stopsWith === undefined) this.#processes.push(new TaskProcess(task, this.#ask, await this.#place()))
    else stopTask(task, Date.now(), 'TaskFailedToStart', trouble.stopsWith)
    return task
  }

  stop(name: string, reason: string): TaskRecord {
    const task = this.find(name)
    const process = this.#processes.find((candidate) => candidate.task === task)
    if (process && task.status !== 'STOPPED') process.stop(reason)
    else if (task.status !== 'STOPPED') stopTask(task, Date.now(), 'UserInitiated', reason)
    return task
  }

  /** @throws RefusedByAws when there is no such task */
  find(name: string): TaskRecord {
    const task = this.tasks.find((candidate) => candidate.id === name || taskArn(candidate) === name)
    if (task === undefined) throw new RefusedByAws('InvalidParameterException', 'The referenced task was not found.')
    return task
  }

  /** Makes the application's database by the tasks that a first deployment runs. @throws Error when one fails */
  async migrate(): Promise<void> {
    for (const taskDefinition of ['semiont-bootstrap', 'semiont-migrate']) {
      const task = await this.runOnce({ cluster: 'SemiontCluster', taskDefinition })
      await this.#processes.find((process) => process.task === task)?.ended
      if (task.exitCode !== 0) throw new Error(`${taskDefinition} ended with ${task.exitCode}: ${task.stoppedReason}`)
    }
  }

  /** Takes every service on by the steps that the time since has room for. */
  advance(now = Date.now()): void {
    for (const service of this.services.values()) {
      for (; service.advancedAt + STEP <= now; service.advancedAt += STEP)
        this.#step(service, service.advancedAt + STEP)
    }
  }

  /** Lets every service reach its steady state, however long AWS would take for it. */
  settle(): void {
    for (const service of this.services.values()) for (let step = 0; step < 8; step++) this.#step(service, Date.now())
  }

  /** Ends what still runs. */
  async close(): Promise<void> {
    for (const process of this.#processes) if (process.task.status !== 'STOPPED') process.stop('The account is closed')
    await Promise.all(this.#processes.map(async ({ ended }) => await ended))
  }

  #step(service: ServiceRecord, now: number): void {
    advanceService(service, now, (_, deployment) => this.#troubleOf(service, deployment))
  }

  #troubleOf({ name }: ServiceRecord, deployment: DeploymentRecord): ServiceTrouble {
    const trouble = this.#troubles.get(name)
    if (trouble === undefined) return {}
    const concerns = deployment.createdAt >= trouble.since && !deployment.turnsBack
    return concerns ? trouble : { unhealthy: trouble.unhealthy === true }
  }
}

function nameIn(cluster: Json | undefined): string {
  return text(cluster).split('/').at(-1) ?? ''
}
