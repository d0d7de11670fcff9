import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

/** A line in CloudWatch Logs. */
export interface LogEvent {
  readonly id: string
  readonly stream: string
  /** Milliseconds since 1970: when it was written, not when it arrived. */
  readonly at: number
  readonly message: string
}

export interface LogEventQuery {
  readonly group: string
  /** Only streams whose names begin so. */
  readonly streamPrefix?: string
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern?: string
  /** Milliseconds since 1970, both included. */
  readonly from: number
  readonly to?: number
  /** How many on a page, at most 10,000. */
  readonly pageSize?: number
  /** Else oldest first. AWS takes it for times since 2024; an endpoint that does not know it answers oldest first. */
  readonly newestFirst?: boolean
}

/**
 * Pages of events; a page may be empty before the last one.
 * @throws IncompleteError when there is no such log group
 */
export async function* filterLogEvents(connection: AwsConnection, query: LogEventQuery): AsyncGenerator<LogEvent[]> {
  const { streamPrefix = '' } = query
  let token: string | undefined
  do {
    const page = await askPage(connection, query, token)
    // Not every endpoint that speaks this protocol heeds the prefix.
    yield (page.events ?? [])
      .map(({ eventId = '', logStreamName = '', timestamp = 0, message = '' }) => ({
        id: eventId,
        stream: logStreamName,
        at: timestamp,
        message,
      }))
      .filter(({ stream }) => stream.startsWith(streamPrefix))
    token = page.nextToken === token ? undefined : page.nextToken
  } while (token !== undefined)
}

async function askPage(connection: AwsConnection, query: LogEventQuery, nextToken: string | undefined) {
  const { group, streamPrefix, pattern, from, to, pageSize, newestFirst } = query
  const client = connection.client(CloudWatchLogsClient)
  const command = new FilterLogEventsCommand({
    logGroupName: group,
    startTime: from,
    ...(streamPrefix === undefined ? {} : { logStreamNamePrefix: streamPrefix }),
    ...(pattern === undefined ? {} : { filterPattern: pattern }),
    ...(to === undefined ? {} : { endTime: to }),
    ...(pageSize === undefined ? {} : { limit: pageSize }),
    ...(newestFirst === true ? { startFromHead: false } : {}),
    ...(nextToken === undefined ? {} : { nextToken }),
  })
  try {
    return await connection.ask('logs:FilterLogEvents', (options) => client.send(command, options))
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error
    const { region, account } = connection.place
    throw new IncompleteError(
      `There is no log group ${group} in ${region} of the account ${account}.`,
      `Deploy the stacks again: semiont deploy --environment ${connection.environment.name}`,
      { cause: error },
    )
  }
}
