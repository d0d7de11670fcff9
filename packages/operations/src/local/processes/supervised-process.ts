import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { ServiceFailedError } from '../../errors.ts'
import type { ProcessService, ReplicaState } from '../../platform/platform.ts'
import { captureLines, logLine, readableLines } from '../logs/log-lines.ts'
import type { RotatingLog } from '../logs/rotating-log.ts'
import { describeExit, endChild, hasEnded, killGroup, untilExit } from './child-process.ts'
import { probeHealth } from './probe-health.ts'
import { identifyProcess, type ProcessIdentity } from './process-identity.ts'
import { RESTART_LIMITS, type RestartLimits, RestartPolicy } from './restart-policy.ts'
import { spawnNode } from './spawn-node.ts'

export interface ServiceDefinition {
  readonly name: ProcessService
  /** The JavaScript file to run with this Node. */
  readonly program: string
  readonly args?: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Answers 2xx when the service can do its work. */
  readonly healthUrl: string
}

export interface SupervisedProcess {
  readonly name: ProcessService
  state(): ReplicaState
  /** Why it is in this state, when that is not plain. */
  detail(): string | undefined
  /** How often it was started again. */
  restarts(): number
  startedAt(): Date
  identity(): ProcessIdentity | undefined
  /** Resolves when the service is healthy for the first time. @throws ServiceFailedError when it does not get there */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

export interface SupervisionOptions {
  readonly log: RotatingLog
  /** The log's file as the person finds it. */
  readonly logFile: string
  /** Which of several it is, for the lines it logs: `backend-2`. */
  readonly replica?: string
  readonly onState?: (name: ProcessService, state: ReplicaState, reason?: string) => void
  readonly limits?: SupervisionLimits
}

/** Times in milliseconds. */
export interface SupervisionLimits {
  readonly restarts?: Partial<RestartLimits>
  readonly startTimeout?: number
  /** How long the service may take to end when asked. */
  readonly stopGrace?: number
  readonly probeInterval?: number
  readonly probeTimeout?: number
  /** After so many probes in a row without any answer the service hangs and is started again. */
  readonly missedProbes?: number
}

const ATTEMPTS_BEFORE_READY = 3
const HUNG_GRACE = 2000

/** Starts a service, and starts it again whenever it ends or hangs, until it is told to stop. */
export function superviseProcess(service: ServiceDefinition, options: SupervisionOptions): SupervisedProcess {
  return new Supervision(service, options)
}

class Supervision implements SupervisedProcess {
  readonly name: ProcessService
  readonly ready: Promise<void>
  #state: ReplicaState = 'starting'
  #detail: string | undefined
  #child: ChildProcess | undefined
  #startedAt = new Date()
  #restarts = -1
  readonly #service: ServiceDefinition
  readonly #options: SupervisionOptions
  readonly #limits: Required<Omit<SupervisionLimits, 'restarts'>>
  readonly #policy: RestartPolicy
  /** Its own last lines: the log is shared with other replicas. */
  readonly #said: string[] = []
  readonly #stopping = new AbortController()
  #stopped: Promise<void> | undefined

  constructor(service: ServiceDefinition, options: SupervisionOptions) {
    this.name = service.name
    this.#service = service
    this.#options = options
    const { restarts, ...limits } = options.limits ?? {}
    this.#limits = {
      startTimeout: 60_000,
      stopGrace: 10_000,
      probeInterval: 5000,
      probeTimeout: 5000,
      missedProbes: 4,
      ...limits,
    }
    this.#policy = new RestartPolicy({ ...RESTART_LIMITS, ...restarts })
    this.ready = this.#becomeReady()
    // Whoever waits for `ready` sees the failure; nobody has to.
    this.ready.catch(() => {})
  }

  state(): ReplicaState {
    return this.#state
  }

  detail(): string | undefined {
    return this.#detail
  }

  restarts(): number {
    return Math.max(0, this.#restarts)
  }

  startedAt(): Date {
    return this.#startedAt
  }

  identity(): ProcessIdentity | undefined {
    return this.#child?.pid === undefined ? undefined : identifyProcess(this.#child.pid)
  }

  /** Asks once, however often it is called: a second SIGTERM would end the service in the middle. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end()
    return this.#stopped
  }

  async #end(): Promise<void> {
    this.#stopping.abort()
    this.#enter('stopped')
    if (this.#child) await endChild(this.#child, this.#limits.stopGrace)
  }

  async #becomeReady(): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_BEFORE_READY; attempt++) {
      const child = this.#spawn()
      if (await this.#untilHealthy(child)) {
        this.#enter('healthy')
        void this.#keepAlive(child)
        return
      }
      if (this.#isStopping()) return
      if (!hasEnded(child)) {
        killGroup(child)
        throw this.#failed('did not become healthy in time')
      }
      await this.#pause(this.#policy.afterEnd(performance.now(), 0).pause)
      if (this.#isStopping()) return
    }
    throw this.#failed('ended again and again while starting')
  }

  async #keepAlive(first: ChildProcess): Promise<void> {
    for (let child = first; ; child = this.#spawn()) {
      let fault: string | undefined
      if (child === first || (await this.#untilHealthy(child))) {
        if (child !== first) this.#enter('healthy')
        fault = await this.#watch(child)
      } else if (!hasEnded(child)) {
        fault = 'did not become healthy in time'
        killGroup(child)
      }
      await untilExit(child)
      if (this.#isStopping()) return
      await this.#pause(this.#tellEnd(fault ?? describeExit(child)))
      if (this.#isStopping()) return
    }
  }

  /** Says that the service ended and what happens next; returns the milliseconds until then. */
  #tellEnd(reason: string): number {
    const { pause, isFailing, ends } = this.#policy.afterEnd(performance.now(), Date.now() - this.#startedAt.getTime())
    const next = new Date(Date.now() + pause).toISOString()
    if (isFailing) this.#enter('failing', `${reason}, ${ends} times lately; the next attempt is at ${next}`)
    else this.#enter('restarting', reason)
    return pause
  }

  /** Asks for its health again and again until it ends; one that hangs is ended, and that is said. */
  async #watch(child: ChildProcess): Promise<string | undefined> {
    const over = new AbortController()
    child.once('exit', () => over.abort())
    const signal = AbortSignal.any([over.signal, this.#stopping.signal])
    const { probeInterval, probeTimeout, missedProbes } = this.#limits
    let missed = 0
    while (!hasEnded(child) && !this.#isStopping()) {
      await sleep(probeInterval, undefined, { signal }).catch(() => {})
      if (hasEnded(child) || this.#isStopping()) break
      const health = await probeHealth(this.#service.healthUrl, probeTimeout)
      if (hasEnded(child) || this.#isStopping()) break
      missed = health === 'silent' ? missed + 1 : 0
      if (health === 'fine') this.#becomeWell()
      else if (health === 'silent') this.#becomeUnwell(`missed ${missed} of ${missedProbes} health probes`)
      else this.#becomeUnwell(`says of itself that it cannot work (status ${health.status})`)
      if (missed < missedProbes) continue
      await endChild(child, HUNG_GRACE)
      return `hung: it missed ${missed} health probes in a row`
    }
    return undefined
  }

  #becomeWell(): void {
    if (this.#state === 'unhealthy') this.#enter('healthy')
  }

  #becomeUnwell(detail: string): void {
    this.#detail = detail
    if (this.#state !== 'unhealthy') this.#enter('unhealthy', detail)
  }

  #spawn(): ChildProcess {
    const { program, args = [], cwd, env } = this.#service
    const child = spawnNode({ program, args, cwd, env })
    const log = this.#remembering(this.#options.log)
    const said = { service: this.name, replica: this.#options.replica, log }
    captureLines(child.stdout, { ...said, levelOf: () => 'INFO' })
    captureLines(child.stderr, { ...said, levelOf: () => 'ERROR' })
    child.on('error', (error) => log.write(logLine(this.name, 'ERROR', error.message)))
    this.#child = child
    this.#startedAt = new Date()
    this.#restarts += 1
    return child
  }

  #remembering(log: RotatingLog): RotatingLog {
    return {
      ...log,
      write: (line) => {
        this.#said.push(line)
        if (this.#said.length > 12) this.#said.shift()
        log.write(line)
      },
    }
  }

  async #untilHealthy(child: ChildProcess): Promise<boolean> {
    const deadline = performance.now() + this.#limits.startTimeout
    while (!hasEnded(child) && !this.#isStopping() && performance.now() < deadline) {
      if ((await probeHealth(this.#service.healthUrl, 2000)) === 'fine') return !hasEnded(child)
      await sleep(40)
    }
    return false
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => {})
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  #enter(state: ReplicaState, reason?: string): void {
    this.#state = state
    this.#detail = reason
    const next = state === 'restarting' ? '; starting it again' : ''
    if (reason !== undefined) this.#options.log.write(logLine(this.name, 'ERROR', `The ${this.name} ${reason}${next}.`))
    this.#options.onState?.(this.name, state, reason)
  }

  #failed(what: string): ServiceFailedError {
    this.#state = 'failing'
    this.#detail = what
    const said = readableLines(this.#said).map((line) => `  ${line}`)
    return new ServiceFailedError(
      [`The ${this.name} ${what}. It said last:`, ...said].join('\n'),
      `Look at ${this.#options.logFile} for more.`,
    )
  }
}
