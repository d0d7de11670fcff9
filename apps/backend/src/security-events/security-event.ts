import type { SecurityEventType } from '@semiont/contract'

/** Where a security event comes from; the part of a request that is recorded. */
export interface Origin {
  id: string
  ip: string
  method: string
  path: string
}

export interface SecurityEventInput {
  type: SecurityEventType
  reason?: string
  participantId?: string
  origin?: Origin
  details?: Record<string, unknown>
}

/**
 * What anybody can cause without being signed in, as often as they like. Alike ones of the same minute share a row;
 * everything else is a row of its own.
 */
const REPEATABLE: ReadonlySet<SecurityEventType> = new Set([
  'auth.failed',
  'token.refreshed',
  'token.expired',
  'token.reuse_detected',
  'oauth.callback.failed',
  'access.unauthenticated',
  'access.denied',
  'access.rate_limited',
])

const FAILURES: ReadonlySet<SecurityEventType> = new Set([
  'auth.failed',
  'token.expired',
  'token.reuse_detected',
  'oauth.callback.failed',
  'access.unauthenticated',
  'access.denied',
  'access.rate_limited',
])

export const failureTypes = [...FAILURES]

export function isRepeatable(type: SecurityEventType): boolean {
  return REPEATABLE.has(type)
}

/** A stolen token is an alarm; other failures deserve a look when they pile up. */
export function logLevel(type: SecurityEventType): 'error' | 'warn' | 'info' {
  if (type === 'token.reuse_detected') return 'error'
  return FAILURES.has(type) ? 'warn' : 'info'
}

const KEYS_PER_ADDRESS = 20
const KEYS_PER_MINUTE = 500

/**
 * Chooses what is counted together. Bounds the rows of a minute: an address that tries ever new paths, and an attack
 * from ever new addresses, end up in one row each instead of filling the table.
 */
export class AggregationWindow {
  #minute = 0
  #keys = new Set<string>()
  #perAddress = new Map<string, number>()

  /** The event as it is recorded (with less detail when the window is full) and the key of its row. */
  place(event: SecurityEventInput, now: Date): { key: string; event: SecurityEventInput } {
    const minute = Math.floor(now.getTime() / 60_000)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#keys.clear()
      this.#perAddress.clear()
    }
    const { origin } = event
    const full = aggregationKey(minute, event)
    if (this.#keys.has(full)) return { key: full, event }
    const address = origin?.ip ?? ''
    const ofAddress = this.#perAddress.get(address) ?? 0
    if (this.#keys.size >= KEYS_PER_MINUTE) {
      return anonymous(minute, { type: event.type, reason: 'many-addresses' })
    }
    if (ofAddress >= KEYS_PER_ADDRESS) {
      const { path: _path, ...known } = origin ?? { id: '', ip: '', method: '', path: '' }
      return anonymous(minute, { type: event.type, reason: 'many-requests', origin: { ...known, path: '*' } })
    }
    this.#keys.add(full)
    this.#perAddress.set(address, ofAddress + 1)
    return { key: full, event }
  }
}

function anonymous(minute: number, event: SecurityEventInput): { key: string; event: SecurityEventInput } {
  return { key: aggregationKey(minute, event), event }
}

function aggregationKey(minute: number, { type, reason, participantId, origin }: SecurityEventInput): string {
  const method = origin?.path === '*' ? '' : origin?.method
  return [minute, type, reason, origin?.ip, method, origin?.path, participantId].map((part) => part ?? '').join(' ')
}
