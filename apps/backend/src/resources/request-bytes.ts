/** The body of a request, which can be read to its end even after it was refused. */
export interface RequestBytes {
  bytes: AsyncIterable<Uint8Array>
  /**
   * Reads and forgets what is left, within bounds. A client that is still sending when the connection closes gets an
   * error of its network instead of the answer that says what was wrong.
   */
  drain(): Promise<void>
}

const MOST_DRAINED_BYTES = 256 * 1024 * 1024
const LONGEST_DRAIN_MS = 15_000

export function requestBytes(body: AsyncIterable<Uint8Array>): RequestBytes {
  const iterator = body[Symbol.asyncIterator]()
  const next = () => iterator.next()
  return {
    // Without `return`, so that whoever stops reading early does not close the connection.
    bytes: { [Symbol.asyncIterator]: () => ({ next }) },
    async drain() {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), LONGEST_DRAIN_MS)
      })
      try {
        for (let drained = 0; drained < MOST_DRAINED_BYTES; ) {
          const result = await Promise.race([next(), late])
          if (result === 'late' || result.done) return
          drained += result.value.length
        }
      } catch {
        // The client has gone; there is nobody left to be told anything.
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
