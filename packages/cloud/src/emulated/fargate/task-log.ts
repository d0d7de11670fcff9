import type { AskMoto } from '../wire/moto-client.ts'
import type { ContainerDefinition } from './definitions.ts'

/** Writes what a container prints where its awslogs driver would, line by line. */
export class TaskLog {
  readonly #ask: AskMoto
  readonly #stream: { readonly logGroupName: string; readonly logStreamName: string } | undefined
  #written: Promise<unknown>
  #rest = ''

  constructor(ask: AskMoto, { name, logConfiguration }: ContainerDefinition, taskId: string) {
    this.#ask = ask
    const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {}
    if (group === undefined || prefix === undefined) {
      this.#written = Promise.resolve()
      return
    }
    this.#stream = { logGroupName: group, logStreamName: `${prefix}/${name}/${taskId}` }
    this.#written = ask('logs', 'CreateLogStream', this.#stream)
  }

  write(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop() ?? ''
    this.#put(lines)
  }

  /** Waits until all is written. */
  async end(): Promise<void> {
    this.#put([this.#rest])
    await this.#written
  }

  #put(lines: readonly string[]): void {
    const timestamp = Date.now()
    const logEvents = lines.filter((message) => message !== '').map((message) => ({ timestamp, message }))
    if (this.#stream === undefined || logEvents.length === 0) return
    const events = { ...this.#stream, logEvents }
    this.#written = this.#written.then(async () => await this.#ask('logs', 'PutLogEvents', events))
  }
}
