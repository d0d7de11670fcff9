import {
  type LiveClosed,
  type LiveEvent,
  liveEventSchema,
  type PresenceChange,
  presenceChangeSchema,
} from '@semiont/contract'
import type { ApiClient } from '@semiont/testkit/api'

export interface Message {
  name: string
  id: string | undefined
  data: unknown
}

/** One connection to `/api/live`, read by hand, so that it can be cut anywhere. */
export class LiveReader {
  readonly messages: Message[] = []
  comments = 0
  ended = false
  status = 0
  readonly #cut = new AbortController()
  readonly #waiting = new Set<() => void>()
  #opened: Promise<void>

  constructor(client: ApiClient, query: string, lastEventId?: string) {
    this.#opened = this.#open(client, query, lastEventId)
  }

  /** Resolves when the server has answered and said from where on it tells. */
  async open(): Promise<this> {
    await this.#opened
    if (this.status === 200) await this.until(() => this.messages.some(({ name }) => name === 'position'))
    return this
  }

  get lastId(): string | undefined {
    return this.messages.findLast(({ id }) => id !== undefined)?.id
  }

  get changes(): LiveEvent[] {
    return this.named('change').map((data) => liveEventSchema.parse(data))
  }

  get presence(): PresenceChange[] {
    return this.named('presence').map((data) => presenceChangeSchema.parse(data))
  }

  get closed(): LiveClosed | undefined {
    return this.named('closed')[0] as LiveClosed | undefined
  }

  named(name: string): unknown[] {
    return this.messages.filter((message) => message.name === name).map(({ data }) => data)
  }

  cut(): void {
    this.#cut.abort()
  }

  /** Waits until it is so; throws when it does not become so. */
  async until(isSo: () => boolean, milliseconds = 10_000): Promise<void> {
    const deadline = Date.now() + milliseconds
    while (!isSo()) {
      if (Date.now() > deadline) {
        throw new Error(`Waited in vain. Heard: ${JSON.stringify(this.messages).slice(-2_000)}`)
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.#waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, 100)
        this.#waiting.add(wake)
      })
    }
  }

  async #open(client: ApiClient, query: string, lastEventId: string | undefined): Promise<void> {
    const response = await fetch(`${client.url}/api/live?${query}`, {
      headers: {
        authorization: `Bearer ${client.token}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: this.#cut.signal,
    })
    this.status = response.status
    if (response.status === 200 && response.body) void this.#read(response.body)
    else await response.body?.cancel()
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) this.#take(block)
      }
    } catch (error) {
      if (!this.#cut.signal.aborted) this.messages.push({ name: 'broken', id: undefined, data: String(error) })
    }
    this.ended = true
    this.#wake()
  }

  #take(block: string): void {
    if (block.startsWith(':')) this.comments += 1
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    const name = fields.get('event')
    if (name !== undefined) {
      this.messages.push({ name, id: fields.get('id'), data: JSON.parse(fields.get('data') ?? 'null') })
    }
    this.#wake()
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
