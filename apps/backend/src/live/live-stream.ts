import { setTimeout as sleep } from 'node:timers/promises'
import { LIVE_EVENT_NAMES, type LiveClosed, type LiveEvent, UnauthenticatedError } from '@semiont/contract'
import type { Cursor, RecordedEvent } from '@semiont/event-store'
import type { Actor } from '../kernel/actor.ts'
import { Audience, type AudienceDeps, type LiveFilter } from './audience.ts'
import { inBatches } from './batches.ts'
import { listPresence } from './presence.ts'
import type { PresenceChannel } from './presence-channel.ts'
import { PresenceFeed } from './presence-feed.ts'
import { SSE_HEARTBEAT, sseMessage, sseRetry } from './server-sent-events.ts'

export interface LiveDeps extends AudienceDeps {
  /** @throws UnauthenticatedError when the actor would not be let in any more */
  assertStillSignedIn(actor: Actor): Promise<void>
  presence: PresenceChannel
  now(): Date
  /** How often the connection is kept open and the sign-in looked at. */
  heartbeatMs: number
}

export interface LiveRequest extends LiveFilter {
  actor: Actor
  /** Continues after this place in the log; undefined: from now on. */
  after: Cursor | undefined
  /** The reader has gone. */
  gone: AbortSignal
  /** This process stops. */
  stopping: AbortSignal
}

/** How many events are looked up together. */
const BATCH = 100
/** How often somebody may be noticed who vanished without a word. */
const LOOK_AROUND_MS = 5_000
const RECONNECT_MS = 1_000

/** The messages of one stream, until the reader goes, may no longer read, or the process stops. */
export async function* liveMessages(deps: LiveDeps, request: LiveRequest): AsyncGenerator<string, void, void> {
  const { actor, resourceId, gone, stopping } = request
  const end = new AbortController()
  const signal = AbortSignal.any([gone, stopping, end.signal])
  const after = request.after ?? (await deps.events.end())
  const audience = new Audience(deps, actor, request)
  const presence = resourceId === undefined ? undefined : new PresenceWatch(deps, resourceId)
  try {
    await audience.open()
    yield sseRetry(RECONNECT_MS) + sseMessage(LIVE_EVENT_NAMES.position, {}, after)
    yield* follow(deps, { actor, audience, presence, signal, after })
    if (stopping.aborted && !gone.aborted) yield closed({ reason: 'shutting-down', reconnect: true })
  } finally {
    presence?.stop()
    end.abort()
  }
}

interface Following {
  actor: Actor
  audience: Audience
  presence: PresenceWatch | undefined
  signal: AbortSignal
  after: Cursor
}

async function* follow(deps: LiveDeps, following: Following): AsyncGenerator<string, void, void> {
  const { actor, audience, presence, signal, after } = following
  const batches = inBatches(deps.events.tail({ after, signal }), BATCH)
  const heart = new Heart(deps, after)
  let next = batches.next()
  let pause = pauseOf(deps, presence, signal)
  while (!signal.aborted) {
    const moves = presence ? await presence.messages() : []
    if (moves.length > 0) yield moves.join('')
    const wake = await Promise.race([next, pause, ...(presence ? [presence.somethingNew()] : [])])
    if (signal.aborted) return
    if (wake === 'time') pause = pauseOf(deps, presence, signal)
    if (typeof wake === 'object') {
      if (wake.done) return
      const shown = await audience.present(wake.value)
      heart.read(wake.value, shown)
      if (shown.length > 0) yield shown.map(changeMessage).join('')
      if (!audience.hasAccess) return yield closed({ reason: 'no-access', reconnect: false })
      next = batches.next()
    }
    if (heart.isDue()) {
      if (!(await isSignedIn(deps, actor))) return yield closed({ reason: 'signed-out', reconnect: false })
      yield heart.beat()
    }
  }
}

const changeMessage = (event: LiveEvent): string => sseMessage(LIVE_EVENT_NAMES.change, event, event.position)
const closed = (why: LiveClosed): string => sseMessage(LIVE_EVENT_NAMES.closed, why)

async function isSignedIn(deps: LiveDeps, actor: Actor): Promise<boolean> {
  try {
    await deps.assertStillSignedIn(actor)
    return true
  } catch (error) {
    if (error instanceof UnauthenticatedError) return false
    throw error
  }
}

async function pauseOf(deps: LiveDeps, presence: PresenceWatch | undefined, signal: AbortSignal): Promise<'time'> {
  const pause = presence ? Math.min(LOOK_AROUND_MS, deps.heartbeatMs) : deps.heartbeatMs
  await sleep(pause, undefined, { signal }).catch(() => undefined)
  return 'time'
}

/** Knows when the connection needs a sign of life, and how far the reader has been told of the log. */
class Heart {
  readonly #deps: Pick<LiveDeps, 'heartbeatMs'>
  #told: Cursor
  #reached: Cursor
  #beatAt = performance.now()

  constructor(deps: Pick<LiveDeps, 'heartbeatMs'>, after: Cursor) {
    this.#deps = deps
    this.#told = after
    this.#reached = after
  }

  read(events: readonly RecordedEvent[], shown: readonly LiveEvent[]): void {
    this.#reached = events.at(-1)?.cursor ?? this.#reached
    this.#told = shown.at(-1)?.position ?? this.#told
  }

  /** A timer may ring a moment early; waiting a whole round more would be too long for a proxy. */
  isDue(): boolean {
    return performance.now() - this.#beatAt >= this.#deps.heartbeatMs * 0.9
  }

  /** Events that this reader may not see move the place to resume from all the same. */
  beat(): string {
    this.#beatAt = performance.now()
    if (this.#reached === this.#told) return SSE_HEARTBEAT
    this.#told = this.#reached
    return sseMessage(LIVE_EVENT_NAMES.position, {}, this.#reached)
  }
}

/** The feed of one stream, woken by the channel. */
class PresenceWatch {
  readonly #deps: LiveDeps
  readonly #resourceId: string
  readonly #feed = new PresenceFeed()
  readonly #leave: () => void
  #wake: () => void = () => undefined
  #woken: Promise<'presence'>

  constructor(deps: LiveDeps, resourceId: string) {
    this.#deps = deps
    this.#resourceId = resourceId
    this.#woken = this.#rearm()
    this.#leave = deps.presence.listen(resourceId, (change) => {
      this.#feed.hear(change)
      this.#wake()
    })
  }

  #rearm(): Promise<'presence'> {
    return new Promise((resolve) => {
      this.#wake = () => resolve('presence')
    })
  }

  somethingNew(): Promise<'presence'> {
    return this.#woken
  }

  async messages(): Promise<string[]> {
    this.#woken = this.#rearm()
    const changes = await this.#feed.take(this.#deps.now(), () => listPresence(this.#deps, this.#resourceId))
    return changes.map((change) => sseMessage(LIVE_EVENT_NAMES.presence, change))
  }

  stop(): void {
    this.#leave()
  }
}
