import { setTimeout } from 'node:timers/promises'
import { type Client, RateLimitedError } from '@semiont/sdk'

export type { Client }
export type Resource = Awaited<ReturnType<Client['resources']['get']>>
export type Annotation = Awaited<ReturnType<Client['annotations']['get']>>
export type Collection = Awaited<ReturnType<Client['collections']['get']>>

/** Repeats a call that was refused for being one too many, when the server says that the next one is welcome. */
export async function patiently<Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error
      await setTimeout(error.retryAfterSeconds * 1000, undefined, { signal })
    }
  }
}

/**
 * The signal for one call. fetch leaves its listeners on the signal it is given until that is collected; on one that lives
 * as long as a whole import they would pile up.
 */
export const during = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal])

/** Pages of a list, patiently: `each` of the SDK would lose its place when one page too many is refused. */
export async function* everyPage<Item>(
  signal: AbortSignal,
  list: (cursor: { cursor?: string }) => Promise<{ items: readonly Item[]; nextCursor: string | null }>,
): AsyncGenerator<readonly Item[]> {
  let cursor: string | null = null
  do {
    const at: { cursor?: string } = cursor === null ? {} : { cursor }
    const page = await patiently(signal, () => list(at))
    yield page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}

/** Calls `act` for every item, so many at a time. The first error ends it once those that run have ended. */
export async function forEachLimited<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  let failed: { error: unknown } | undefined
  for await (const item of items) {
    const run: Promise<void> = act(item)
      .catch((error: unknown) => {
        failed ??= { error }
      })
      .finally(() => running.delete(run))
    running.add(run)
    if (running.size >= limit) await Promise.race(running)
    if (failed) break
  }
  await Promise.all(running)
  if (failed) throw failed.error
}
