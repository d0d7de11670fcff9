import {
  CloudWatchLogsClient,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

/** What one process has written into a log group. Times are milliseconds since 1970. */
export interface LogStream {
  readonly name: string
  readonly createdAt: number
  /** null while it is empty. */
  readonly firstEventAt: number | null
  /** May lag behind by an hour. */
  readonly lastEventAt: number | null
  readonly lastIngestedAt: number | null
}

/** By name. @param prefix only those whose name begins so */
export async function describeLogStreams(
  connection: AwsConnection,
  group: string,
  prefix?: string,
): Promise<LogStream[]> {
  const client = connection.client(CloudWatchLogsClient)
  return await allPages(async (nextToken) => {
    const page = await connection.ask('logs:DescribeLogStreams', (options) =>
      client.send(
        new DescribeLogStreamsCommand({
          logGroupName: group,
          ...(prefix === undefined ? {} : { logStreamNamePrefix: prefix }),
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
        options,
      ),
    )
    const items = (page.logStreams ?? []).map((stream) => ({
      name: stream.logStreamName ?? '',
      createdAt: stream.creationTime ?? 0,
      firstEventAt: stream.firstEventTimestamp ?? null,
      lastEventAt: stream.lastEventTimestamp ?? null,
      lastIngestedAt: stream.lastIngestionTime ?? null,
    }))
    return { items, next: page.nextToken }
  })
}

export interface LogStreamPlace {
  readonly group: string
  readonly stream: string
}

/** Every event of a stream, oldest first, page by page. @param from milliseconds since 1970, included */
export async function* readLogStream(
  connection: AwsConnection,
  { group, stream }: LogStreamPlace,
  from?: number,
): AsyncGenerator<{ readonly at: number; readonly message: string }> {
  const client = connection.client(CloudWatchLogsClient)
  let token: string | undefined
  for (;;) {
    const asked = {
      logGroupName: group,
      logStreamName: stream,
      startFromHead: true,
      ...(from === undefined ? {} : { startTime: from }),
      ...(token === undefined ? {} : { nextToken: token }),
    }
    const page = await connection.ask('logs:GetLogEvents', (options) =>
      client.send(new GetLogEventsCommand(asked), options),
    )
    for (const { timestamp = 0, message = '' } of page.events ?? []) yield { at: timestamp, message }
    // A page may be empty before the last one; the end is reached when the token stays the same.
    if (page.nextForwardToken === undefined || page.nextForwardToken === token) return
    token = page.nextForwardToken
  }
}

/** Whether it was there or not. */
export async function deleteLogStream(connection: AwsConnection, { group, stream }: LogStreamPlace): Promise<void> {
  const client = connection.client(CloudWatchLogsClient)
  try {
    await connection.ask('logs:DeleteLogStream', (options) =>
      client.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: stream }), options),
    )
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error
  }
}
