import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '../../platform/platform.ts'

/** A state folder with logs as services write them. */
export class LogFolder {
  readonly state = mkdtempSync(join(tmpdir(), 'semiont-logs-'))

  constructor() {
    mkdirSync(join(this.state, 'logs'))
  }

  file(name: string): string {
    return join(this.state, 'logs', name)
  }

  write(name: string, ...lines: readonly (object | string)[]): void {
    writeFileSync(this.file(name), text(lines))
  }

  append(name: string, ...lines: readonly (object | string)[]): void {
    appendFileSync(this.file(name), text(lines))
  }

  remove(): void {
    rmSync(this.state, { recursive: true })
  }
}

/** A line of the log at so many seconds after noon. */
export function line(second: number, message: string, more: object = {}): object {
  return { level: 'INFO', time: at(second), message, ...more }
}

export function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 23, 12) + second * 1000).toISOString()
}

export async function collect(entries: AsyncIterable<LogEntry>): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

function text(lines: readonly (object | string)[]): string {
  return lines.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('')
}
