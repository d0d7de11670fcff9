import { setTimeout as pause } from 'node:timers/promises'
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'

export interface InsightsQuestion {
  readonly logGroup: string
  /** In the language of CloudWatch Logs Insights; must give the field `@message`. */
  readonly query: string
  readonly since: Date
  readonly until: Date
  /** At most 10,000. */
  readonly limit: number
  readonly signal: AbortSignal
}

export interface LogMessages {
  readonly messages: readonly string[]
  /** How many there are in all: more than were given when the limit was reached. */
  readonly matched: number
}

const POLL_MS = 500
const DEADLINE_MS = 120_000

/**
 * Lines of a log group that a query finds. Logs Insights looks through all of them at once and costs by what it looks at.
 * @throws IncompleteError when it fails or takes more than two minutes
 */
export async function queryInsights(connection: AwsConnection, question: InsightsQuestion): Promise<LogMessages> {
  const { logGroup, query, since, until, limit, signal } = question
  const client = connection.client(CloudWatchLogsClient)
  const { queryId = '' } = await connection.ask('logs:StartQuery', (options) =>
    client.send(
      new StartQueryCommand({
        logGroupName: logGroup,
        queryString: query,
        startTime: Math.floor(since.getTime() / 1000),
        endTime: Math.ceil(until.getTime() / 1000),
        limit,
      }),
      options,
    ),
  )
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const {
      status,
      results = [],
      statistics,
    } = await connection.ask('logs:GetQueryResults', (options) =>
      client.send(new GetQueryResultsCommand({ queryId }), options),
    )
    if (status === 'Complete') {
      const messages = results.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? [])
      return { messages, matched: Math.max(messages.length, statistics?.recordsMatched ?? 0) }
    }
    if (status !== 'Running' && status !== 'Scheduled')
      throw new IncompleteError(`The query of ${logGroup} ended as ${status ?? 'unknown'}.`, 'Type the command again.')
    if (performance.now() > deadline) {
      await connection
        .ask('logs:StopQuery', (options) => client.send(new StopQueryCommand({ queryId }), options))
        .catch(() => {})
      throw new IncompleteError(`The query of ${logGroup} took more than two minutes.`, 'Name a shorter time.')
    }
    await pause(POLL_MS, undefined, { signal })
  }
}

export interface FilterQuestion {
  readonly logGroup: string
  /** As CloudWatch Logs writes it: `{ $.action = "BLOCK" }`. */
  readonly pattern: string
  readonly since: Date
  readonly until: Date
  /** So many calls at most; each looks at a megabyte or so. */
  readonly pages: number
}

/** The same by reading on page after page, oldest first: slower, but another right and free. */
export async function filterLogGroup(
  connection: AwsConnection,
  { logGroup, pattern, since, until, pages }: FilterQuestion,
): Promise<{ readonly messages: readonly string[]; readonly complete: boolean }> {
  const client = connection.client(CloudWatchLogsClient)
  const messages: string[] = []
  let nextToken: string | undefined
  for (let page = 0; page < pages; page++) {
    const input = {
      logGroupName: logGroup,
      filterPattern: pattern,
      startTime: since.getTime(),
      endTime: until.getTime(),
      ...(nextToken === undefined ? {} : { nextToken }),
    }
    const answer = await connection.ask('logs:FilterLogEvents', (options) =>
      client.send(new FilterLogEventsCommand(input), options),
    )
    messages.push(...(answer.events ?? []).flatMap(({ message }) => message ?? []))
    nextToken = answer.nextToken
    if (nextToken === undefined) return { messages, complete: true }
  }
  return { messages, complete: false }
}
