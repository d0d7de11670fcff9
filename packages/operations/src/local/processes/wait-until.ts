import { setTimeout as sleep } from 'node:timers/promises'

/** Asks `condition` again and again until it holds; false when it never did within `timeout` milliseconds. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { timeout, interval = 25 }: { timeout: number; interval?: number },
): Promise<boolean> {
  const deadline = performance.now() + timeout
  while (performance.now() < deadline) {
    if (await condition()) return true
    await sleep(interval)
  }
  return await condition()
}
