/** Lets waiters sleep until something may have happened. A ring between looking and waiting is not lost. */
export class Bell {
  #rings = 0
  readonly #waiting = new Set<() => void>()

  /** Take this before looking for work, and give it to `wait`. */
  get rings(): number {
    return this.#rings
  }

  ring(): void {
    this.#rings += 1
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next ring after `since`, after `milliseconds`, or when `signal` aborts. */
  async wait(since: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#rings !== since || signal.aborted) return
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }
}
