import type { LogEntry, LogLevel } from '../platform/platform.ts'
import { redactText, redactValue } from '../redact/redact.ts'

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const LEVELS: Readonly<Record<string, LogLevel>> = {
  TRACE: 'DEBUG',
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  NOTICE: 'INFO',
  LOG: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  FATAL: 'ERROR',
  PANIC: 'ERROR',
  CRITICAL: 'ERROR',
}

export interface LineSource {
  readonly service: string
  /** `backend-2`, where the file is that of one replica. */
  readonly replica: string | undefined
  /** The time of a line that tells none: that of its neighbour. */
  readonly fallbackTime: string
}

/** An entry of one line of a log file, with secrets hidden. A line that is not a JSON object becomes the message of an entry. */
export function parseLogLine(line: string, source: LineSource): LogEntry {
  const { time, level, severity, service: said, message, msg, requestId, ...rest } = readObject(line)
  const replica = typeof rest['replica'] === 'string' ? rest['replica'] : source.replica
  const plain = time === undefined && level === undefined && message === undefined && msg === undefined
  const text = plain ? line : (asText(message) ?? asText(msg) ?? '')
  const fields: Record<string, unknown> = plain ? {} : Object.assign({}, redactValue(rest))
  if (replica !== undefined && replica !== source.service) fields['replica'] = replica
  if (typeof said === 'string' && said !== source.service && said !== 'postgres') fields['program'] = said
  return {
    time: readTime(time) ?? source.fallbackTime,
    level: readLevel(level ?? severity) ?? guessLevel(plain ? line : ''),
    service: source.service,
    message: redactText(text),
    requestId: typeof requestId === 'string' ? requestId : null,
    fields,
  }
}

/** The time of a line without parsing all of it; undefined when it tells none. ISO 8601, UTC, milliseconds. */
export function timeOfLine(line: string): string | undefined {
  const text = /"time":("([^"\\]{10,40})"|\d{12,14})/.exec(line)
  return text ? readTime(text[2] ?? Number(text[1])) : undefined
}

function readObject(line: string): Record<string, unknown> {
  if (!line.startsWith('{')) return {}
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function readTime(value: unknown): string | undefined {
  if (typeof value === 'string' && ISO_UTC.test(value)) return value
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

/** Words as pino and others write them, or pino's numbers: 10 trace to 60 fatal. */
function readLevel(value: unknown): LogLevel | undefined {
  if (typeof value === 'string') return LEVELS[value.toUpperCase()]
  if (typeof value !== 'number') return undefined
  if (value >= 50) return 'ERROR'
  if (value >= 40) return 'WARN'
  return value >= 30 ? 'INFO' : 'DEBUG'
}

function guessLevel(text: string): LogLevel {
  if (/\b(error|fatal|panic|uncaught)\b|Error:/i.test(text)) return 'ERROR'
  return /\bwarn(ing)?\b/i.test(text) ? 'WARN' : 'INFO'
}
