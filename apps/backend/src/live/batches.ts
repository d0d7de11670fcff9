/** Whatever is there already comes together, at most `size`; one that comes alone does not wait for others. */
export async function* inBatches<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[], void, void> {
  const items = source[Symbol.asyncIterator]()
  let next = items.next()
  for (;;) {
    const first = await next
    if (first.done) return
    const batch = [first.value]
    next = items.next()
    while (batch.length < size) {
      const more = await Promise.race([next, nothingMore()])
      if (more === undefined || more.done) break
      batch.push(more.value)
      next = items.next()
    }
    yield batch
  }
}

const nothingMore = () => new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))
