import { setTimeout as sleep } from 'node:timers/promises'
import { type PresenceChange, presenceChangeSchema } from '@semiont/contract'
import pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'

export const PRESENCE_CHANNEL = 'semiont_presence'
const LONGEST_PAUSE_MS = 5_000

/** `change`: somebody came, moved or left. Undefined: announcements may have been lost, look who is there. */
type Listener = (change: PresenceChange | undefined) => void

/**
 * Hears the announcements of all replicas over one connection of its own, while somebody listens. Announcements are
 * worth nothing later: after a lost connection listeners are told to look for themselves.
 */
export class PresenceChannel {
  readonly #deps: Pick<Kernel, 'configuration' | 'logger'>
  readonly #listeners = new Map<string, Set<Listener>>()
  #stop: AbortController | undefined

  constructor(deps: Pick<Kernel, 'configuration' | 'logger'>) {
    this.#deps = deps
  }

  /** Returns how to stop listening. */
  listen(resourceId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(resourceId) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(resourceId, listeners)
    if (!this.#stop) {
      this.#stop = new AbortController()
      void this.#hear(this.#stop.signal)
    }
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(resourceId) === listeners) this.#listeners.delete(resourceId)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    this.#stop?.abort()
    this.#stop = undefined
  }

  /** Connects again and again until told to stop. */
  async #hear(signal: AbortSignal): Promise<void> {
    for (let pause = 50; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#hearOnce(signal, () => {
          pause = 50
        })
      } catch (error) {
        if (!signal.aborted) this.#deps.logger.warn({ error }, 'Presence is not heard; connecting again')
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined)
    }
  }

  async #hearOnce(signal: AbortSignal, connected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#deps.configuration.databaseUrl,
      application_name: 'semiont-presence',
      keepAlive: true,
    })
    const ended = new Promise<void>((resolve, reject) => {
      client.on('error', reject)
      client.on('end', resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    ended.catch(() => undefined)
    client.on('notification', ({ payload }) => this.#tell(payload))
    try {
      await client.connect()
      await client.query(`listen ${PRESENCE_CHANNEL}`)
      connected()
      for (const listeners of this.#listeners.values()) for (const listener of listeners) listener(undefined)
      await ended
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  #tell(payload: string | undefined): void {
    const change = presenceChangeSchema.safeParse(JSON.parse(payload ?? 'null'))
    if (!change.success) return
    const { data } = change
    const resourceId = data.state === 'here' ? data.presence.resourceId : data.resourceId
    for (const listener of this.#listeners.get(resourceId) ?? []) listener(data)
  }
}
