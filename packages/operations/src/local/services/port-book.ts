import { findFreePort } from '../ports.ts'

/** Hands out ports of this machine, never one twice: a service that is only starting does not listen on its port yet. */
export class PortBook {
  readonly #taken = new Set<number>()

  /** `preferred` if it is free. */
  async take(preferred?: number): Promise<number> {
    const wanted = preferred !== undefined && this.#taken.has(preferred) ? undefined : preferred
    for (;;) {
      const port = await findFreePort(wanted)
      if (this.#taken.has(port)) continue
      this.#taken.add(port)
      return port
    }
  }

  giveBack(port: number): void {
    this.#taken.delete(port)
  }
}
