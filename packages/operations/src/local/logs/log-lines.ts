import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { RotatingLog } from './rotating-log.ts'

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** One line of a log: JSON with time, level, service and message. */
export function logLine(service: string, level: LogLevel, message: string): string {
  return JSON.stringify({ time: new Date().toISOString(), level, service, message })
}

export interface CapturedOutput {
  readonly service: string
  /** Which of several processes says it; becomes a member of its lines. */
  readonly replica?: string | undefined
  readonly log: RotatingLog
  levelOf(line: string): LogLevel
}

/** Writes what a process says into its log: lines that are JSON objects as they are, any other text wrapped as a message. */
export function captureLines(output: Readable, captured: CapturedOutput): void {
  const { service, replica, log } = captured
  const mark = replica === undefined ? '{' : `{"replica":${JSON.stringify(replica)},`
  createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line.trim() === '') return
    const entry = isJsonObject(line) ? line : logLine(service, captured.levelOf(line), line)
    log.write(entry === '{}' ? entry : mark + entry.slice(1))
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

/** The human part of log lines: the message of JSON lines, with that of the error in it; anything else as it is. */
export function readableLines(lines: readonly string[]): string[] {
  return lines.map((line) => {
    if (!isJsonObject(line)) return line
    const entry: unknown = JSON.parse(line)
    const message = messageOf(entry)
    if (message === undefined) return line
    const reason = typeof entry === 'object' && entry !== null && 'error' in entry ? messageOf(entry.error) : undefined
    return reason === undefined ? message : `${message}: ${reason}`
  })
}

function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined
  return typeof value.message === 'string' ? value.message : undefined
}
