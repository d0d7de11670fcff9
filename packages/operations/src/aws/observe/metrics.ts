import {
  type LogEntry,
  type MetricSeries,
  type MetricsQuery,
  PROCESS_SERVICES,
  type ServiceName,
} from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { filterLogEvents, type LogEventQuery } from '../clients/log-events.ts'
import { type MetricSpan, readMetricData } from '../clients/metric-data.ts'
import { countLines } from './count-lines.ts'
import { databaseLogGroup } from './log-sources.ts'
import { filterPattern } from './log-pattern.ts'
import { balancerName, type Measured, periodQuestions, type Questions, windowQuestions } from './metric-plan.ts'
import { type Answers, seriesOf } from './metric-series.ts'
import { spansOf } from './metric-span.ts'
import { readDatabaseEvent, readEvent } from './read-event.ts'

/** So many lines with errors are counted; more are not counted at all. */
const MOST_PAGES = 10

/**
 * What CloudWatch knows of the installation: requests and times from the load balancer, processor and memory from Container
 * Insights, the database and the file system from their services, errors and slow statements from the logs. Data come a minute
 * or three late. Jobs are counted in the database, which cannot be reached from here: they are unknown.
 */
export async function readAwsMetrics(connection: AwsConnection, query: MetricsQuery): Promise<MetricSeries[]> {
  const { services, since } = query
  const { measured, logGroup } = await readMeasured(connection)
  const { periods, window } = spansOf(query, new Date())
  const [answers, whole, lines] = await Promise.all([
    ask(connection, periodQuestions(services, measured), periods),
    ask(connection, windowQuestions(services, measured), window),
    readErrorLines(connection, services, { since, logGroup, database: measured.database }),
  ])
  return [
    ...services.flatMap((service) => seriesOf(service, answers, whole)),
    ...lines.flatMap(({ entries, services: of }) => countLines(entries, of, since)),
  ]
}

async function readMeasured(connection: AwsConnection): Promise<{ measured: Measured; logGroup: string }> {
  const [app, infra] = await Promise.all([readStackOutputs(connection, 'app'), readStackOutputs(connection, 'infra')])
  const measured = {
    loadBalancer: balancerName(app.get('LoadBalancerArn')),
    targetGroups: {
      frontend: balancerName(app.get('FrontendTargetGroupArn')),
      backend: balancerName(app.get('BackendTargetGroupArn')),
    },
    database: infra.get('DatabaseIdentifier'),
    fileSystem: infra.get('EFSFileSystemId'),
  }
  return { measured, logGroup: app.get('LogGroupName') }
}

async function ask(connection: AwsConnection, questions: Questions, span: MetricSpan): Promise<Answers> {
  const answers = await readMetricData(connection, Object.values(questions), span)
  return new Map(Object.keys(questions).map((key, index) => [key, answers[index] ?? []]))
}

interface ErrorLines {
  readonly entries: readonly LogEntry[]
  readonly services: readonly ServiceName[]
}

async function readErrorLines(
  connection: AwsConnection,
  services: readonly ServiceName[],
  { since, logGroup, database }: { since: Date; logGroup: string; database: string },
): Promise<ErrorLines[]> {
  const from = since.getTime()
  const processes = PROCESS_SERVICES.filter((service) => services.includes(service))
  const ofProcesses = { group: logGroup, pattern: filterPattern({ minimumLevel: 'ERROR' }) ?? '', from }
  const ofDatabase = { group: databaseLogGroup(database), pattern: '?ERROR ?FATAL ?PANIC ?duration', from }
  const found = await Promise.all([
    processes.length > 0 ? readPages(connection, ofProcesses, readEvent, processes) : undefined,
    services.includes('database') ? readPages(connection, ofDatabase, readDatabaseEvent, ['database']) : undefined,
  ])
  return found.filter((lines) => lines !== undefined)
}

/** Undefined when there are too many to count. */
async function readPages(
  connection: AwsConnection,
  query: LogEventQuery,
  read: typeof readEvent,
  services: readonly ServiceName[],
): Promise<ErrorLines | undefined> {
  const entries: LogEntry[] = []
  let pages = 0
  for await (const page of filterLogEvents(connection, query)) {
    entries.push(...page.flatMap((event) => read(event) ?? []))
    if (++pages > MOST_PAGES) return undefined
  }
  return { entries, services }
}
