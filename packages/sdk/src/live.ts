import {
  LIVE_EVENT_NAMES,
  type LiveEvent,
  liveClosedSchema,
  liveEventSchema,
  type PresenceChange,
  presenceChangeSchema,
  SemiontError,
} from '@semiont/contract'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { queryOf, type Transport } from './transport.ts'

export type LiveMessage =
  | { kind: 'change'; event: LiveEvent }
  | { kind: 'presence'; change: PresenceChange }
  | { kind: 'connected' }

export interface LiveOptions {
  resourceId?: string
  collectionId?: string
  /** Resume after this position; nothing since then is missed and nothing comes twice. */
  after?: string | undefined
  signal?: AbortSignal
  /** Longest pause before connecting again, in milliseconds. Default 10,000. */
  maxPauseMs?: number
}

/**
 * What happens, as it happens. Connects again by itself, from the last position seen, until `signal` aborts, the
 * loop is left, or the server says that connecting again cannot help (then it throws what the server said).
 * A `connected` message marks each connection: what is not in the log (presence) may be fetched afresh then.
 */
export async function* live(transport: Transport, options: LiveOptions = {}): AsyncGenerator<LiveMessage, void> {
  let position = options.after
  let failures = 0
  while (!options.signal?.aborted) {
    try {
      for await (const message of connection(transport, options, position)) {
        failures = 0
        if (message.id !== undefined) position = message.id
        const parsed = parseMessage(message)
        if (parsed) yield parsed
      }
    } catch (error) {
      if (options.signal?.aborted) return
      if (error instanceof SemiontError && error.status < 500 && error.code !== 'rate-limited') throw error
      failures += 1
    }
    await pause(Math.min(options.maxPauseMs ?? 10_000, 250 * 2 ** Math.min(failures, 10)), options.signal)
  }
}

interface RawMessage {
  id: string | undefined
  name: string | undefined
  data: string
}

async function* connection(
  transport: Transport,
  options: LiveOptions,
  position: string | undefined,
): AsyncGenerator<RawMessage, void> {
  const cut = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, cut.signal]) : cut.signal
  const response = await transport.send({
    method: 'GET',
    path: `/api/live${queryOf({ resourceId: options.resourceId, collectionId: options.collectionId })}`,
    headers: { accept: 'text/event-stream', ...(position === undefined ? {} : { 'last-event-id': position }) },
    signal,
  })
  yield { id: undefined, name: 'connected', data: '' }
  const messages: RawMessage[] = []
  const parser = createParser({
    onEvent: (event: EventSourceMessage) => messages.push({ id: event.id, name: event.event, data: event.data }),
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      yield* messages.splice(0)
    }
  } finally {
    cut.abort()
  }
}

function parseMessage({ name, data }: RawMessage): LiveMessage | undefined {
  switch (name) {
    case 'connected':
      return { kind: 'connected' }
    case LIVE_EVENT_NAMES.change:
      return { kind: 'change', event: liveEventSchema.parse(JSON.parse(data)) }
    case LIVE_EVENT_NAMES.presence:
      return { kind: 'presence', change: presenceChangeSchema.parse(JSON.parse(data)) }
    case LIVE_EVENT_NAMES.closed:
      return assertReconnect(data)
    default:
      return undefined
  }
}

function assertReconnect(data: string): undefined {
  const { reason, reconnect } = liveClosedSchema.parse(JSON.parse(data))
  if (reconnect) return undefined
  throw new SemiontError(
    reason === 'signed-out' ? 'unauthenticated' : 'forbidden',
    `The live stream was closed: ${reason}.`,
    {
      action: reason === 'signed-out' ? 'Sign in again.' : 'Ask for access to the document.',
    },
  )
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done, { once: true })
  })
}
