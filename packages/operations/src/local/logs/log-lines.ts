import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { RotatingLog } from './rotating-log.ts'

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** One line of a log: JSON with time, level, service and message. */
export function logLine(service: string, level: LogLevel, message: string): string {
  return JSON.stringify({ time: new Date().toISOString(), level, service, message })
}

/** Writes what a process says into its log: lines that are JSON objects as they are, any other text wrapped as a message. */
export function captureLines(
  output: Readable,
  { service, log, levelOf }: { service: string; log: RotatingLog; levelOf: (line: string) => LogLevel },
): void {
  createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line.trim() === '') return
    log.write(isJsonObject(line) ? line : logLine(service, levelOf(line), line))
  })
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{') || !line.endsWith('}')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** The human part of log lines: `message` (and `detail`) of JSON lines, anything else as it is. */
export function readableLines(lines: readonly string[]): string[] {
  return lines.map((line) => {
    if (!isJsonObject(line)) return line
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null || !('message' in entry)) return line
    const reason =
      'error' in entry && entry.error !== null
        ? ` ${typeof entry.error === 'string' ? entry.error : JSON.stringify(entry.error)}`
        : ''
    return `${String(entry.message)}${reason}`
  })
}
