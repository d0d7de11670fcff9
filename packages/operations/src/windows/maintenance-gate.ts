import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment, SecretStore } from '@semiont/config'
import type { Actor } from '../audit/actor.ts'
import { openTrail } from '../audit/open-trail.ts'
import { redactText } from '../redact/redact.ts'
import { RefusedError } from '../errors.ts'
import { publishNotice } from '../notices/publish-notice.ts'
import { describeOccurrence, describeSpan } from './describe-windows.ts'
import { maintenanceWindowsAt, type WindowOccurrence } from './maintenance-windows.ts'

export interface GateOptions {
  readonly environment: Environment
  secrets(): Promise<SecretStore>
  readonly actor: Actor
  /** What is about to be done, as a sentence. */
  readonly what: string
  /** Why it cannot wait for a window; undefined when it can. */
  readonly emergency: string | undefined
  now(): Date
  /** Ends the waiting, and with it the command. */
  readonly signal: AbortSignal
  say(text: string): void
}

/** The longest it takes to tell people that an emergency was called off, after the person has asked to stop. */
const CALL_OFF_MILLISECONDS = 5000

/**
 * Where maintenance windows are enforced, lets a severe change through in one of them alone; or in an emergency, after a
 * notice and maintenance.emergencyNoticeMinutes of waiting, which is recorded in the audit trail. Where they are advice, says
 * that none is open, and when the next one is.
 * @throws RefusedError naming the next window
 */
export async function passMaintenanceGate(options: GateOptions): Promise<void> {
  const { enforceWindows, windows } = options.environment.settings.maintenance
  const now = options.now()
  const { open, next } = maintenanceWindowsAt(windows, now)
  if (open.length > 0) return
  const when = next[0] ? describeNext(next[0], now) : ''
  if (!enforceWindows) return options.say(`Note: no maintenance window is open.${when}`)
  if (options.emergency !== undefined) return await waitInAnEmergency(options, options.emergency)
  throw new RefusedError(
    `${options.what} No maintenance window is open, so this is refused.${when}`,
    'Wait for it; in an emergency add --emergency "<reason>": it sends a notice, waits, and goes on.',
  )
}

function describeNext(next: WindowOccurrence, now: Date): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const span = describeSpan(next.start.getTime() - now.getTime())
  return ` The next one, ${next.window}, opens in ${span}: ${describeOccurrence(next, timeZone)}.`
}

async function waitInAnEmergency(options: GateOptions, reason: string): Promise<void> {
  if (reason.trim() === '') throw new RefusedError('An emergency needs a reason.', 'Say it: --emergency "<reason>"')
  const { environment, signal } = options
  const minutes = environment.settings.maintenance.emergencyNoticeMinutes
  const begins = new Date(options.now().getTime() + minutes * 60_000).toISOString()
  const told = await tell(options, `Emergency maintenance of ${environment.name} at ${begins}`, [
    options.what,
    `Reason: ${reason}`,
    `It begins at ${begins}, outside the maintenance windows.`,
  ])
  await recordEmergency(options, reason, { begins, told })
  options.say(
    `${told === 0 ? 'Nobody could be told by webhook or mail' : `${told} told`}. It begins at ${begins}; call it off with Ctrl-C.`,
  )
  try {
    await delay(minutes * 60_000, undefined, { signal })
  } catch (error) {
    await callOff(options, reason, begins)
    throw error
  }
}

async function callOff(options: GateOptions, reason: string, begins: string): Promise<void> {
  const told = await tell(
    { ...options, signal: AbortSignal.timeout(CALL_OFF_MILLISECONDS) },
    `Called off: emergency maintenance of ${options.environment.name} at ${begins}`,
    ['It was called off before it began. Nothing was changed.'],
  ).catch(() => 0)
  await recordEmergency(options, reason, { begins, told, calledOff: true })
}

/** @returns how many receivers have it */
async function tell(options: GateOptions, subject: string, lines: readonly string[]): Promise<number> {
  const { environment, actor, signal } = options
  const { deliveries } = await publishNotice({
    environment,
    secrets: await options.secrets(),
    actor,
    kind: 'emergency',
    subject,
    message: lines.join('\n'),
    now: options.now(),
    signal,
  })
  return deliveries.filter(({ delivered }) => delivered).length
}

async function recordEmergency(options: GateOptions, reason: string, details: Record<string, unknown>): Promise<void> {
  const trail = await openTrail(options.environment, (text) => options.say(text))
  await trail.append({
    kind: 'emergency',
    id: randomUUID(),
    at: options.now().toISOString(),
    actor: options.actor,
    environment: options.environment.name,
    reason: redactText(reason),
    details: { ...details, what: options.what },
  })
}
