import { LockedError } from '../../errors.ts'
import { PROCESS_SERVICES, type ProcessService, type Progress, type ServiceStatus } from '../../platform/platform.ts'
import type { ControlRequest } from '../control/protocol.ts'
import { rolledBack, type ServiceGroup } from './service-group.ts'

export interface FleetOptions {
  readonly groups: Readonly<Record<ProcessService, ServiceGroup>>
  /** Reads configuration and secrets anew, for processes started from now on. Returns the replicas configured. */
  reload(): Promise<Readonly<Record<ProcessService, number>>>
  /** Brings the database to what the program needs, as it is on disk now. */
  migrate(): Promise<void>
  /** Told when every replica of the backend has been started since the last reload; true when that lets a new key sign. */
  backendsRenewed(): Promise<boolean>
}

/** Requests go to the backend, so it is renewed first, and the frontend that speaks to it last. */
const ROLLING_ORDER: readonly ProcessService[] = ['backend', 'worker', 'frontend']

/** All services of a running installation, and what may be asked of them. One thing at a time. */
export class Fleet {
  readonly #options: FleetOptions
  /** Replica counts that were asked for while it ran: they outlast a restart of the services. */
  readonly #scaled = new Map<ProcessService, number>()
  #occupation: { readonly what: string; readonly abort: AbortController; readonly over: Promise<unknown> } | undefined
  #isReady = false

  constructor(options: FleetOptions) {
    this.#options = options
  }

  get isReady(): boolean {
    return this.#isReady
  }

  becameReady(): void {
    this.#isReady = true
  }

  status(): ServiceStatus[] {
    return PROCESS_SERVICES.map((name) => this.#options.groups[name].status())
  }

  /** @throws LockedError while something else is under way; OperationError when it cannot be done */
  async perform(request: ControlRequest, progress: Progress, signal: AbortSignal): Promise<void> {
    if (!this.#isReady) throw new LockedError('Semiont is still starting.', 'Type the same again in a few seconds.')
    if (this.#occupation) {
      throw new LockedError(
        `Another command is under way: ${this.#occupation.what}.`,
        'Wait until it has ended, then type the same again.',
      )
    }
    const abort = new AbortController()
    const work = this.#act(request, progress, AbortSignal.any([signal, abort.signal]))
    const over = Promise.allSettled([work])
    this.#occupation = { what: describe(request), abort, over }
    try {
      await work
    } finally {
      this.#occupation = undefined
    }
  }

  /** Breaks off what is under way, so that everything can be stopped. */
  async interrupt(): Promise<void> {
    const { abort, over } = this.#occupation ?? {}
    abort?.abort()
    await over
  }

  async #act(request: ControlRequest, progress: Progress, signal: AbortSignal): Promise<void> {
    const { groups } = this.#options
    if (request.action === 'scale') {
      const group = groups[request.service]
      await this.#options.reload()
      await group.scale(request.replicas, progress)
      this.#scaled.set(request.service, request.replicas)
    } else if (request.action === 'stop') {
      const services = request.services === 'all' ? PROCESS_SERVICES : request.services
      for (const name of services) {
        await groups[name].stop()
        progress.step(`${name} is stopped`)
      }
    } else {
      const configured = await this.#options.reload()
      const services = request.services.length === 0 ? ROLLING_ORDER : inOrder(request.services)
      const isLeftAlone = (name: ProcessService) => request.action === 'start' && groups[name].isHealthy
      if (services.some((name) => name !== 'frontend' && !isLeftAlone(name))) await this.#migrate()
      signal.throwIfAborted()
      for (const name of services) {
        const desired = this.#scaled.get(name) ?? configured[name]
        const renewed = await this.#bringUp(groups[name], desired, request.action, progress, signal)
        if (renewed && name === 'backend') await this.#letNewKeySign(desired, progress, signal)
      }
    }
  }

  /** The program may be a newer one than what runs: what it needs of the database comes first, as with a start. */
  async #migrate(): Promise<void> {
    await this.#options.migrate().catch((error: unknown) => {
      throw rolledBack(error, 'What ran before goes on as it was.')
    })
  }

  /** A key of access tokens may sign only when every backend verifies it: those that learned it now are renewed once more. */
  async #letNewKeySign(desired: number, progress: Progress, signal: AbortSignal): Promise<void> {
    if (!(await this.#options.backendsRenewed())) return
    progress.step('every backend knows the new jwt-secret; once more, so that it signs')
    await this.#options.reload()
    await this.#options.groups.backend.roll(desired, progress, signal)
  }

  /** Whether all of its processes are new. */
  async #bringUp(
    group: ServiceGroup,
    desired: number,
    action: 'start' | 'restart',
    progress: Progress,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { name } = group
    if (group.isStopped) {
      await group.start(desired)
      progress.step(`${name} runs again`)
    } else if (action === 'start' && group.isHealthy) {
      progress.step(`${name} runs already`)
      return false
    } else await group.roll(desired, progress, signal)
    return true
  }
}

function inOrder(services: readonly ProcessService[]): ProcessService[] {
  return ROLLING_ORDER.filter((name) => services.includes(name))
}

function describe(request: ControlRequest): string {
  const services = request.action === 'scale' ? [request.service] : request.services
  return `${request.action} of ${services === 'all' || services.length === 0 ? 'everything' : services.join(', ')}`
}
