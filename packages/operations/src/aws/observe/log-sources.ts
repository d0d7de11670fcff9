import { type LogEntry, type LogQuery, PROCESS_SERVICES } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import type { LogEvent } from '../clients/log-events.ts'
import { filterPattern } from './log-pattern.ts'
import { readDatabaseEvent, readEvent, streamPrefixes } from './read-event.ts'

/** Where lines that a query asks for may be, and how one is read. */
export interface LogSource {
  readonly group: string
  readonly streamPrefix?: string
  readonly pattern?: string
  /** Undefined for a line that is not shown. */
  read: (event: LogEvent) => LogEntry | undefined
}

/**
 * The sources of a query: one for each service, or one for all of them when all are asked for. The storage writes no log.
 * @throws IncompleteError when the stacks do not say where
 */
export async function logSources(connection: AwsConnection, query: LogQuery): Promise<LogSource[]> {
  const pushed = filterPattern(query)
  const pattern = pushed === undefined ? {} : { pattern: pushed }
  const processes = PROCESS_SERVICES.filter((service) => query.services.includes(service))
  const sources: LogSource[] = []
  if (processes.length > 0) {
    const group = (await readStackOutputs(connection, 'app')).get('LogGroupName')
    const prefixes = processes.length === PROCESS_SERVICES.length ? [undefined] : processes.flatMap(streamPrefixes)
    for (const streamPrefix of prefixes)
      sources.push({ group, ...pattern, ...(streamPrefix === undefined ? {} : { streamPrefix }), read: readEvent })
  }
  // The database knows nothing of requests.
  if (query.services.includes('database') && query.requestId === undefined) {
    const identifier = (await readStackOutputs(connection, 'infra')).get('DatabaseIdentifier')
    sources.push({ group: databaseLogGroup(identifier), ...pattern, read: readDatabaseEvent })
  }
  return sources
}

/** RDS gives the name. */
export function databaseLogGroup(identifier: string): string {
  return `/aws/rds/instance/${identifier}/postgresql`
}
