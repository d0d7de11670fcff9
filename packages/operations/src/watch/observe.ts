import { setTimeout as sleep } from 'node:timers/promises'
import type { LogEntry, LogQuery, Platform } from '../platform/platform.ts'
import { SERVICES } from '../platform/platform.ts'
import { emptyWatch, reduceWatch, type WatchEvent, type WatchModel, type WatchPart } from './watch-model.ts'

export interface ObserveOptions {
  /** What the numbers are over, and the width of one point in it. */
  readonly windowSeconds: number
  readonly periodSeconds: number
  readonly now: () => Date
}

/** Status and metrics as they are now. What cannot be learned is among the problems; it never throws for that. */
export async function lookOnce(platform: Platform, options: ObserveOptions): Promise<WatchModel> {
  const empty = emptyWatch(platform.environment.name, options.windowSeconds)
  return (await learn(platform, options)).reduce(reduceWatch, empty)
}

/** Goes on telling what happens until the signal: status and metrics again and again, log entries as they are written. */
export async function observe(
  platform: Platform,
  options: ObserveOptions & { everySeconds: number; logs: LogQuery; signal: AbortSignal },
  tell: (event: WatchEvent) => void,
): Promise<void> {
  await Promise.all([observeState(platform, options, tell), observeLogs(platform, options, tell)])
}

async function observeState(
  platform: Platform,
  options: ObserveOptions & { everySeconds: number; signal: AbortSignal },
  tell: (event: WatchEvent) => void,
): Promise<void> {
  const { signal } = options
  while (!signal.aborted) {
    for (const event of await learn(platform, options)) if (!signal.aborted) tell(event)
    await sleep(options.everySeconds * 1000, undefined, { signal }).catch(() => {})
  }
}

async function observeLogs(
  platform: Platform,
  { logs, signal, now }: ObserveOptions & { logs: LogQuery; signal: AbortSignal },
  tell: (event: WatchEvent) => void,
): Promise<void> {
  // Entries that come at once are told at once: a thousand of them are one change of the model.
  let waiting: LogEntry[] = []
  const flush = () => {
    const entries = waiting
    waiting = []
    if (!signal.aborted) tell({ type: 'entries', at: now().toISOString(), entries })
  }
  try {
    for await (const entry of platform.logs({ ...logs, follow: true, signal })) {
      if (waiting.push(entry) === 1) setImmediate(flush)
    }
  } catch (error) {
    if (!signal.aborted) tell(failure('logs', error, now()))
  }
}

async function learn(platform: Platform, options: ObserveOptions): Promise<WatchEvent[]> {
  const { windowSeconds, periodSeconds, now } = options
  const at = () => now().toISOString()
  const since = new Date(now().getTime() - windowSeconds * 1000)
  const metrics = platform.metrics({ services: SERVICES, since, periodSeconds })
  return await Promise.all([
    platform.status().then(
      (status): WatchEvent => ({ type: 'status', at: at(), status }),
      (error: unknown) => failure('status', error, now()),
    ),
    metrics.then(
      (series): WatchEvent => ({ type: 'metrics', at: at(), series }),
      (error: unknown) => failure('metrics', error, now()),
    ),
  ])
}

function failure(part: WatchPart, error: unknown, now: Date): WatchEvent {
  return {
    type: 'failed',
    at: now.toISOString(),
    part,
    message: error instanceof Error ? error.message : String(error),
  }
}
