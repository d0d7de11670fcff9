import { isSealedReply } from '@semiont/config/sealed-reply'
import { parseLogLine } from '../../logs/parse-log-line.ts'
import { type LogEntry, PROCESS_SERVICES, type ServiceName } from '../../platform/platform.ts'
import type { LogEvent } from '../clients/log-events.ts'

/** Streams of tasks that run once, by the first part of their name. */
const TASKS_OF_BACKEND = ['migrate', 'bootstrap']

/** The entry of a line that a container wrote; undefined for what is none of ours, or an answer that is sealed for somebody. */
export function readEvent({ stream, at, message }: LogEvent): LogEntry | undefined {
  const [prefix = '', , task] = stream.split('/')
  const service = serviceOf(prefix)
  if (service === undefined || isSealedReply(message)) return undefined
  return parseLogLine(message, { service, replica: task, fallbackTime: new Date(at).toISOString() })
}

function serviceOf(prefix: string): ServiceName | undefined {
  if (TASKS_OF_BACKEND.includes(prefix)) return 'backend'
  return PROCESS_SERVICES.find((service) => service === prefix)
}

/** The prefixes of the streams of a service. */
export function streamPrefixes(service: ServiceName): string[] {
  return [service, ...(service === 'backend' ? TASKS_OF_BACKEND : [])].map((prefix) => `${prefix}/`)
}

/** As RDS writes lines of PostgreSQL: log_line_prefix `%t:%r:%u@%d:[%p]:`, which cannot be changed there. */
const POSTGRES = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \w+:([^:]*):([^:]*)@([^:]*):\[(\d+)\]:(?:(\w+): {2})?([\s\S]*)$/

/** The entry of a line of the database, in the words in which one of a local database reads. */
export function readDatabaseEvent({ at, message }: LogEvent): LogEntry {
  const source = { service: 'database', replica: undefined, fallbackTime: new Date(at).toISOString() }
  const [, client = '', user = '', database = '', pid, kind, text = ''] = POSTGRES.exec(message) ?? []
  if (kind === undefined) return parseLogLine(message, source)
  const fields = Object.entries({ client, user, database, pid }).filter(
    ([, value]) => value !== '' && value !== '[unknown]',
  )
  const line = { level: levelOf(kind), message: `${kind}:  ${text}`, ...Object.fromEntries(fields) }
  return parseLogLine(JSON.stringify(line), source)
}

/** What goes with a line before it (DETAIL, HINT, STATEMENT, CONTEXT) is said for whoever reads that. */
function levelOf(kind: string): string {
  if (kind.startsWith('DEBUG')) return 'DEBUG'
  return ['WARNING', 'ERROR', 'FATAL', 'PANIC'].includes(kind) ? kind : 'INFO'
}
