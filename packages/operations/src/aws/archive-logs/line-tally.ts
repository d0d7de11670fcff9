import { createHash } from 'node:crypto'

/** How an export begins the first line of each event; the lines after it of the same event stand as they are. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z ?/

/**
 * Counts and adds up lines, whatever their order, so that what a log group holds can be compared with what was exported of it
 * without keeping either in memory. Blank lines within an event do not count, the time of an event neither: an export ends
 * with one or with none, and has times in milliseconds that only look alike.
 */
export class LineTally {
  #events = 0
  #lines = 0
  #sum = 0n

  /** An event as the log group has it. */
  addEvent(message: string): void {
    const [first = '', ...rest] = message.split('\n')
    this.#events += 1
    this.#add(first)
    for (const line of rest) this.addExportedLine(line)
  }

  /** A line as an export has it. */
  addExportedLine(line: string): void {
    if (line === '') return
    const text = line.replace(TIMESTAMP, '')
    if (text !== line) this.#events += 1
    this.#add(text)
  }

  get events(): number {
    return this.#events
  }

  get lines(): number {
    return this.#lines
  }

  equals(other: LineTally): boolean {
    return this.#events === other.#events && this.#lines === other.#lines && this.#sum === other.#sum
  }

  #add(text: string): void {
    this.#lines += 1
    const digest = createHash('sha256').update(text).digest()
    this.#sum = BigInt.asUintN(64, this.#sum + digest.readBigUInt64BE(0))
  }
}
