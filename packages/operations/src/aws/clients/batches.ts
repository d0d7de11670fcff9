/** Asks in portions that AWS takes at once, one after the other so that nothing is throttled. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  size: number,
  ask: (batch: Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += size)
    results.push(...(await ask(items.slice(start, start + size))))
  return results
}

/** Asks page after page until AWS names no further one. */
export async function allPages<Result>(
  ask: (token: string | undefined) => Promise<{ items: readonly Result[]; next: string | undefined }>,
): Promise<Result[]> {
  const results: Result[] = []
  let token: string | undefined
  do {
    const { items, next } = await ask(token)
    results.push(...items)
    // Some services answer the last page with the token that asked for it.
    token = next === token ? undefined : next
  } while (token !== undefined && token !== '')
  return results
}
