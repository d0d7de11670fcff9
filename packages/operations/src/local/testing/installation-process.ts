import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { waitUntil } from '../processes/wait-until.ts'

interface Message {
  readonly step?: string
  readonly service?: string
  readonly state?: string
  readonly ready?: string
  readonly administratorLink?: string
  readonly stopped?: boolean
  readonly failed?: string
  readonly message?: string
  readonly action?: string
}

const script = new URL('run-installation.ts', import.meta.url).pathname

/** An installation in a process of its own, for tests that kill it. */
export class InstallationProcess {
  readonly messages: Message[] = []
  readonly child: ChildProcess
  #errors = ''

  constructor(directory: string, options: { port?: number; env?: NodeJS.ProcessEnv } = {}) {
    this.child = spawn(process.execPath, ['--import', 'tsx', script, directory, String(options.port ?? 0)], {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    if (this.child.stdout)
      createInterface({ input: this.child.stdout }).on('line', (line) => this.messages.push(JSON.parse(line)))
    this.child.stderr?.on('data', (data) => {
      this.#errors += String(data)
    })
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the installation did not start')
    return this.child.pid
  }

  /** The first message for which `matches` holds, of those said so far or of those to come. */
  async said(matches: (message: Message) => boolean, timeout = 30_000): Promise<Message> {
    await waitUntil(() => this.messages.some(matches) || this.hasEnded(), { timeout })
    const found = this.messages.find(matches)
    if (!found) throw new Error(`not said; instead: ${JSON.stringify(this.messages)} ${this.#errors}`)
    return found
  }

  async ready(): Promise<Message & { ready: string }> {
    const message = await this.said(({ ready }) => ready !== undefined)
    return { ...message, ready: message.ready ?? '' }
  }

  hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Sends the signal to this process, or to its whole group as a terminal does, and waits for its end. */
  async end(signal: NodeJS.Signals, to: 'process' | 'group' = 'process'): Promise<number> {
    const startedAt = performance.now()
    if (!this.hasEnded()) process.kill(to === 'group' ? -this.pid : this.pid, signal)
    await waitUntil(() => this.hasEnded(), { timeout: 30_000 })
    return performance.now() - startedAt
  }
}
