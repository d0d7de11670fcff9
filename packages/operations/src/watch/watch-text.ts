import { PROCESS_SERVICES } from '../platform/platform.ts'
import { entryText } from './entry-text.ts'
import { duration, magnitude, megabytes, perSecond, milliseconds, percent } from './units.ts'
import type { WatchedService, WatchModel } from './watch-model.ts'

/** What the installation is doing, as lines of text: the answer first, then the services, the database, the jobs. */
export function watchText(model: WatchModel): string {
  const newest = model.entries.length === 0 ? [] : ['', ...model.entries.map((entry) => entryText(entry))]
  return [
    headline(model),
    '',
    ...servicesText(model),
    '',
    ...numbersText(model),
    ...problemsText(model),
    ...newest,
  ].join('\n')
}

export function headline({ environment, running, url, services }: WatchModel): string {
  if (running === null) return `It is not known whether Semiont (environment ${environment}) runs.`
  if (!running) {
    return `Semiont (environment ${environment}) does not run. Start it with: ${commandIn(environment, 'start')}`
  }
  const trouble = services.filter(({ state }) => state !== 'healthy')
  if (trouble.length === 0) return `Semiont runs at ${url ?? 'an unknown address'}; every service is healthy.`
  const named = trouble.map(({ service, state }) => `${service} is ${state}`).join(', ')
  const check = commandIn(environment, 'check')
  return `Semiont runs at ${url ?? 'an unknown address'}, but ${named}. See why with: ${check}`
}

/** A command as one types it for this environment. */
export function commandIn(environment: string, command: string): string {
  return `semiont ${command}${environment === 'local' ? '' : ` --environment ${environment}`}`
}

export function servicesText({ services }: WatchModel): string[] {
  const rows = [
    ['SERVICE', 'STATE', 'RUNNING', 'CPU', 'MEMORY', 'DETAIL'],
    ...services.map((one) => [
      one.service,
      one.state,
      runningOf(one),
      isProcess(one) ? percent(one.cpuPercent) : '-',
      isProcess(one) ? megabytes(one.memoryBytes) : '-',
      one.detail ?? '',
    ]),
  ]
  return table(rows)
}

/** Which processes a service consists of, since when, and how often each was started again. */
export function replicasText({ services }: WatchModel): string[] {
  const replicas = services.flatMap((one) => one.replicas)
  if (replicas.length === 0) return []
  return table([
    ['REPLICA', 'STATE', 'SINCE', 'RESTARTS', 'DETAIL'],
    ...replicas.map(({ id, state, startedAt, restarts, detail }) => [
      id,
      state,
      startedAt?.replace(/\.\d+Z$/, 'Z') ?? '-',
      String(restarts),
      detail ?? '',
    ]),
  ])
}

/** Requests, errors and response times per service, the database, the jobs. */
export function numbersText(model: WatchModel): string[] {
  const rows = [
    [`LAST ${duration(model.windowSeconds * 1000).toUpperCase()}`, 'REQUESTS', 'ERRORS', 'P50', 'P95', 'ERROR LINES'],
    ...model.services
      .filter(({ service }) => service !== 'storage')
      .map((one) => [
        one.service,
        isProcess(one) ? perSecond(one.requestsPerSecond) : '-',
        isProcess(one) ? magnitude(one.errors) : '-',
        milliseconds(one.responseTimeP50),
        milliseconds(one.responseTimeP95),
        magnitude(one.errorLines),
      ]),
  ]
  return [...table(rows), '', databaseText(model), jobsText(model)]
}

export function databaseText({ database }: WatchModel): string {
  const { connections, connectionsPercent, sizeBytes, slowQueries } = database
  const parts = [
    `${magnitude(connections)} connections (${percent(connectionsPercent)} of what it takes)`,
    `${megabytes(sizeBytes)} large`,
    `${magnitude(slowQueries)} slow queries`,
  ]
  return `database  ${parts.join(', ')}`
}

export function jobsText({ jobs }: WatchModel): string {
  const { queued, failed, oldestMilliseconds, documentsToIndex, eventsParked } = jobs
  const parts = [
    `${magnitude(queued)} waiting${queued === null || queued === 0 ? '' : ` (oldest ${duration(oldestMilliseconds)})`}`,
    `${magnitude(failed)} failed`,
    `${magnitude(documentsToIndex)} documents to index`,
    `${magnitude(eventsParked)} events parked`,
  ]
  return `jobs      ${parts.join(', ')}`
}

export function problemsText({ problems }: WatchModel): string[] {
  return Object.entries(problems).map(([part, message]) => `The ${part} could not be learned: ${message}`)
}

/** Others answer no requests and are no processes of ours. */
function isProcess({ service }: WatchedService): boolean {
  return PROCESS_SERVICES.some((name) => name === service)
}

export function runningOf({ running, desired }: Pick<WatchedService, 'running' | 'desired'>): string {
  return `${magnitude(running)}/${magnitude(desired)}`
}

/** Columns of one width, without trailing blanks. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
