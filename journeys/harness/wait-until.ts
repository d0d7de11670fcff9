import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves as soon as `holds` does. @throws when it does not in time */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  { timeout = 60_000, interval = 30 }: { timeout?: number; interval?: number } = {},
): Promise<void> {
  const deadline = performance.now() + timeout
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within ${timeout} ms: ${String(holds)}`)
    await sleep(interval)
  }
}
