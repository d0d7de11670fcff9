import type { ProcessService, Progress, ReplicaState, ServiceState, ServiceStatus } from '../../platform/platform.ts'
import { OperationError, RolledBackError } from '../../errors.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { orAborted } from '../processes/or-aborted.ts'
import type { SupervisedProcess } from '../processes/supervised-process.ts'
import type { PortBook } from './port-book.ts'
import { chooseReplica, type Replica, replicaStatus } from './replica.ts'

export interface ServiceGroupOptions {
  readonly name: ProcessService
  readonly ports: PortBook
  /** The port of the first replica, if it is free. */
  preferredPort(): number | undefined
  /** Starts a process as the configuration is now. @param replica its id: `backend-2` */
  launch(port: number, replica: string): SupervisedProcess
  /** Replicas have come or gone. */
  onChange(): void
  /** Milliseconds a leaving replica may take to answer what it has begun, before it is asked to end. */
  readonly drainTimeout: number
}

/** The replicas of one service. */
export class ServiceGroup {
  readonly name: ProcessService
  readonly #options: ServiceGroupOptions
  #replicas: readonly Replica[] = []
  #desired: number
  #isStopped = false
  #isEnded = false
  #turn = 0

  constructor(options: ServiceGroupOptions, desired: number) {
    this.name = options.name
    this.#options = options
    this.#desired = desired
  }

  get replicas(): readonly Replica[] {
    return this.#replicas
  }

  get desired(): number {
    return this.#desired
  }

  /** Stopped on purpose; a service that crashed is not. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  get isHealthy(): boolean {
    return this.status().state === 'healthy'
  }

  /** The replica for the next request, none of those tried. */
  choose(tried: ReadonlySet<unknown>): Replica | undefined {
    this.#turn += 1
    return chooseReplica(this.#replicas, tried, this.#turn)
  }

  /** The state to tell a visitor when nobody answers. */
  state(): ReplicaState {
    const known = chooseReplica(this.#replicas, new Set(), 0)?.process.state()
    return known ?? (this.#isStopped ? 'stopped' : 'starting')
  }

  /** @throws ServiceFailedError when one does not become healthy; none is left then */
  async start(desired: number): Promise<void> {
    const wasStopped = this.#isStopped
    this.#desired = desired
    this.#isStopped = false
    const missing = Math.max(0, desired - this.#staying().length)
    const added: Replica[] = []
    for (let index = 0; index < missing; index++) added.push(await this.#add())
    try {
      await Promise.all(added.map(({ process }) => process.ready))
    } catch (error) {
      this.#isStopped = wasStopped
      await Promise.all(added.map((replica) => this.#remove(replica)))
      throw error
    }
  }

  /** More or fewer of the same. @throws RolledBackError when a new one does not become healthy: it stays as it was */
  async scale(desired: number, progress: Progress): Promise<void> {
    const [before, running] = [this.#desired, this.#staying().length]
    try {
      await this.start(desired)
    } catch (error) {
      this.#desired = before
      throw rolledBack(error, `The ${this.name} stays at ${running} running.`)
    }
    const surplus = this.#staying().slice(desired)
    await Promise.all(surplus.map((replica) => this.#remove(replica)))
    progress.step(`${this.name}: ${this.#staying().length} running`)
  }

  /**
   * Replaces every replica by one with the configuration as it is now; a new one is healthy before an old one goes.
   * @throws RolledBackError when a new one does not become healthy: the old ones go on
   */
  async roll(desired: number, progress: Progress, signal: AbortSignal): Promise<void> {
    const old = this.#staying()
    for (const [index, leaving] of old.entries()) {
      signal.throwIfAborted()
      const fresh = await this.#add()
      try {
        await orAborted(fresh.process.ready, signal)
      } catch (error) {
        await this.#remove(fresh)
        signal.throwIfAborted()
        const kept = old.length - index
        throw rolledBack(error, `The ${this.name} that ran before (${kept} of ${old.length}) goes on as it was.`)
      }
      progress.step(`${fresh.id} is healthy`)
      await this.#remove(leaving)
      progress.step(`${leaving.id} has ended`)
    }
    if (old.length !== desired) await this.scale(desired, progress)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all(this.#replicas.map((replica) => this.#remove(replica)))
  }

  /** At once, without waiting for what is in flight: the door is closed already. */
  async end(): Promise<void> {
    this.#isEnded = true
    await Promise.all(this.#replicas.map(({ process }) => process.stop()))
  }

  status(): ServiceStatus {
    const staying = this.#staying()
    const running = staying.filter(({ process }) => process.state() === 'healthy').length
    const worst = staying.map(({ process }) => process).find((process) => process.detail() !== undefined)
    return {
      service: this.name,
      state: this.#overallState(running),
      running,
      desired: this.#desired,
      replicas: this.#replicas.map(replicaStatus),
      detail: worst?.detail() ?? null,
    }
  }

  #overallState(running: number): ServiceState {
    const states = this.#staying().map(({ process }) => process.state())
    if (states.length === 0) return this.#isStopped ? 'stopped' : 'starting'
    if (running >= this.#desired && states.every((state) => state === 'healthy')) return 'healthy'
    if (running > 0) return 'degraded'
    return states.every((state) => state === 'starting') ? 'starting' : 'failing'
  }

  #staying(): readonly Replica[] {
    return this.#replicas.filter(({ isLeaving }) => !isLeaving)
  }

  async #add(): Promise<Replica> {
    const options = this.#options
    const port = await options.ports.take(options.preferredPort())
    if (this.#isEnded) throw new OperationError('Semiont is stopping.', 'Start it again with: semiont start')
    const number = this.#freeNumber()
    const id = `${this.name}-${number}`
    const replica: Replica = {
      id,
      number,
      port,
      process: options.launch(port, id),
      isLeaving: false,
      busy: 0,
    }
    this.#replicas = [...this.#replicas, replica].toSorted((left, right) => left.number - right.number)
    options.onChange()
    return replica
  }

  async #remove(replica: Replica): Promise<void> {
    replica.isLeaving = true
    // One that is not well may never answer what it has begun.
    const isDone = () => replica.busy === 0 || replica.process.state() !== 'healthy'
    await waitUntil(isDone, { timeout: this.#options.drainTimeout })
    await replica.process.stop()
    this.#replicas = this.#replicas.filter((other) => other !== replica)
    this.#options.ports.giveBack(replica.port)
    this.#options.onChange()
  }

  #freeNumber(): number {
    const taken = new Set(this.#replicas.map(({ number }) => number))
    let number = 1
    while (taken.has(number)) number += 1
    return number
  }
}

/** The same failure, telling also that nothing is lost by it. */
export function rolledBack(error: unknown, whatStays: string): unknown {
  if (!(error instanceof OperationError)) return error
  return new RolledBackError(`${error.message}\n${whatStays}`, error.action, { cause: error })
}
