import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { ServiceFailedError } from '../../errors.ts'
import { captureLines, logLine, readableLines } from '../logs/log-lines.ts'
import type { RotatingLog } from '../logs/rotating-log.ts'
import { identifyProcess, type ProcessIdentity } from './process-identity.ts'
import { spawnNode } from './spawn-node.ts'

export interface ServiceDefinition {
  readonly name: string
  /** The JavaScript file to run with this Node. */
  readonly program: string
  readonly args?: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Answers 2xx when the service can do its work. */
  readonly healthUrl: string
}

export type ServiceState = 'starting' | 'healthy' | 'restarting' | 'stopped'

export interface SupervisedProcess {
  readonly name: string
  state(): ServiceState
  identity(): ProcessIdentity | undefined
  /** Resolves when the service is healthy for the first time. @throws ServiceFailedError when it does not get there */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

export interface SupervisionOptions {
  readonly log: RotatingLog
  readonly onState?: (name: string, state: ServiceState, reason?: string) => void
  /** Milliseconds: first pause before a restart, doubled up to the longest. */
  readonly firstPause?: number
  readonly longestPause?: number
  readonly startTimeout?: number
  /** How long the service may take to end when asked. */
  readonly stopGrace?: number
}

const ATTEMPTS_BEFORE_READY = 3
const STABLE_AFTER = 30_000

/** Starts a service and starts it again whenever it ends, with growing pauses, until it is told to stop. */
export function superviseProcess(service: ServiceDefinition, options: SupervisionOptions): SupervisedProcess {
  return new Supervision(service, options)
}

class Supervision implements SupervisedProcess {
  readonly name: string
  readonly ready: Promise<void>
  #state: ServiceState = 'starting'
  #child: ChildProcess | undefined
  #failures = 0
  readonly #service: ServiceDefinition
  readonly #options: SupervisionOptions
  readonly #stopping = new AbortController()

  constructor(service: ServiceDefinition, options: SupervisionOptions) {
    this.name = service.name
    this.#service = service
    this.#options = options
    this.ready = this.#becomeReady()
    // Whoever waits for `ready` sees the failure; nobody has to.
    this.ready.catch(() => {})
  }

  state(): ServiceState {
    return this.#state
  }

  identity(): ProcessIdentity | undefined {
    return this.#child?.pid === undefined ? undefined : identifyProcess(this.#child.pid)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#enter('stopped')
    const child = this.#child
    if (!child || hasEnded(child)) return
    child.kill('SIGTERM')
    const insist = setTimeout(() => killGroup(child), this.#options.stopGrace ?? 5000)
    await untilExit(child)
    clearTimeout(insist)
  }

  async #becomeReady(): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_BEFORE_READY; attempt++) {
      const child = this.#spawn()
      if (await this.#untilHealthy(child)) {
        this.#enter('healthy')
        void this.#keepAlive(child)
        return
      }
      if (this.#stopping.signal.aborted) return
      if (!hasEnded(child)) {
        killGroup(child)
        throw this.#failed('did not become healthy in time')
      }
      await this.#pause()
    }
    throw this.#failed('ended again and again while starting')
  }

  async #keepAlive(first: ChildProcess): Promise<void> {
    let child = first
    let startedAt = performance.now()
    for (;;) {
      await untilExit(child)
      if (this.#stopping.signal.aborted) return
      if (performance.now() - startedAt > STABLE_AFTER) this.#failures = 0
      this.#enter('restarting', describeExit(child))
      await this.#pause()
      if (this.#stopping.signal.aborted) return
      startedAt = performance.now()
      child = this.#spawn()
      if (await this.#untilHealthy(child)) this.#enter('healthy')
      else if (!hasEnded(child)) killGroup(child)
    }
  }

  #spawn(): ChildProcess {
    const { program, args = [], cwd, env } = this.#service
    const child = spawnNode({ program, args, cwd, env })
    const { log } = this.#options
    captureLines(child.stdout, { service: this.name, log, levelOf: () => 'INFO' })
    captureLines(child.stderr, { service: this.name, log, levelOf: () => 'ERROR' })
    child.on('error', (error) => log.write(logLine(this.name, 'ERROR', error.message)))
    this.#child = child
    return child
  }

  async #untilHealthy(child: ChildProcess): Promise<boolean> {
    const deadline = performance.now() + (this.#options.startTimeout ?? 60_000)
    while (!hasEnded(child) && !this.#stopping.signal.aborted && performance.now() < deadline) {
      if (await answers(this.#service.healthUrl)) return !hasEnded(child)
      await sleep(40)
    }
    return false
  }

  async #pause(): Promise<void> {
    const { firstPause = 250, longestPause = 15_000 } = this.#options
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures)
    this.#failures += 1
    await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => {})
  }

  #enter(state: ServiceState, reason?: string): void {
    this.#state = state
    if (reason !== undefined)
      this.#options.log.write(logLine(this.name, 'ERROR', `${this.name} ${reason}; starting it again.`))
    this.#options.onState?.(this.name, state, reason)
  }

  #failed(what: string): ServiceFailedError {
    const said = readableLines(this.#options.log.recent().slice(-12)).map((line) => `  ${line}`)
    return new ServiceFailedError(
      [`The ${this.name} ${what}. It said last:`, ...said].join('\n'),
      `Look at .semiont/logs/${this.name}.log for more.`,
    )
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

async function untilExit(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  await new Promise<void>((resolve) => child.once('exit', () => resolve()))
}

function describeExit(child: ChildProcess): string {
  return child.signalCode === null ? `ended with code ${child.exitCode}` : `was ended by ${child.signalCode}`
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
