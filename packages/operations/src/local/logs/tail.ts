import type { LogEntry } from '../../platform/platform.ts'
import { LONGEST_LINE, readAt } from './lines-backwards.ts'
import { type LogSeries, openLogFile, type OpenLogFile } from './log-files.ts'
import { parseLogLine } from '../../logs/parse-log-line.ts'

const CHUNK = 256 * 1024
/** Its writer still empties its buffer into a file that was put aside; after so many quiet looks it is done. */
const QUIET_LOOKS = 4

interface Reading {
  readonly file: OpenLogFile
  offset: number
  /** The beginning of a line whose end is not written yet. */
  partial: Buffer
  quietLooks: number
}

/** Reads what is appended to one log, over rotation and truncation. */
export class Tail {
  readonly series: LogSeries
  #current: Reading | undefined
  #retiring: Reading[] = []
  #lastTime = new Date().toISOString()

  /** @param from the file that was written when following began, and how far it has been read; without it, all is new */
  constructor(series: LogSeries, from?: { file: OpenLogFile; offset: number }) {
    this.series = series
    if (from) this.#current = reading(from.file, from.offset)
  }

  /** The entries of all lines that were completed since the last look. */
  async look(): Promise<LogEntry[]> {
    await this.#noticeRotation()
    const entries: LogEntry[] = []
    for (const one of [...this.#retiring, ...(this.#current ? [this.#current] : [])]) {
      const lines = await readOn(one)
      one.quietLooks = lines.length > 0 ? 0 : one.quietLooks + 1
      for (const line of lines) entries.push(this.#parse(line))
    }
    await this.#dropDone()
    return entries
  }

  async close(): Promise<void> {
    const all = [...this.#retiring, ...(this.#current ? [this.#current] : [])]
    this.#retiring = []
    this.#current = undefined
    await Promise.all(all.map(({ file }) => file.handle.close()))
  }

  #parse(line: string): LogEntry {
    const { service, replica } = this.series
    const entry = parseLogLine(line, { service, replica, fallbackTime: this.#lastTime })
    this.#lastTime = entry.time
    return entry
  }

  async #noticeRotation(): Promise<void> {
    const found = await openLogFile(this.series.path)
    if (!found) return
    const before = this.#current
    if (before?.file.inode === found.inode) {
      await found.handle.close()
      if (found.size < before.offset) Object.assign(before, { offset: 0, partial: Buffer.alloc(0) })
      return
    }
    const missed = before ? await this.#openMissed(before.file.inode, found.inode) : []
    if (before) this.#retiring.push(before)
    this.#retiring.push(...missed)
    this.#current = reading(found, 0)
  }

  /** Files that were begun and put aside between two looks, the oldest first. While ours is open its number is not given anew. */
  async #openMissed(before: number, current: number): Promise<Reading[]> {
    const missed: Reading[] = []
    for (let number = 1; ; number++) {
      const file = await openLogFile(`${this.series.path}.${number}`)
      if (!file) return missed
      if (file.inode === before || this.#retiring.some((one) => one.file.inode === file.inode)) {
        await file.handle.close()
        return missed
      }
      if (file.inode === current) await file.handle.close()
      else missed.unshift(reading(file, 0))
    }
  }

  async #dropDone(): Promise<void> {
    const done = this.#retiring.filter(({ quietLooks }) => quietLooks >= QUIET_LOOKS)
    this.#retiring = this.#retiring.filter((one) => !done.includes(one))
    await Promise.all(done.map(({ file }) => file.handle.close()))
  }
}

function reading(file: OpenLogFile, offset: number): Reading {
  return { file, offset, partial: Buffer.alloc(0), quietLooks: 0 }
}

async function readOn(one: Reading): Promise<string[]> {
  const lines: string[] = []
  for (;;) {
    const chunk = await readAt(one.file.handle, one.offset, CHUNK)
    if (chunk.length === 0) return lines
    one.offset += chunk.length
    const text = Buffer.concat([one.partial, chunk])
    const end = text.lastIndexOf(0x0a) + 1
    for (const line of text.toString('utf8', 0, end).split('\n')) if (line.trim() !== '') lines.push(line)
    one.partial = Buffer.from(text.subarray(end, end + LONGEST_LINE))
  }
}
