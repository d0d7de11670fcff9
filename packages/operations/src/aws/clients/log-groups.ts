import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsConnection } from '../account/connection.ts'
import { allPages } from './batches.ts'

export interface LogGroupState {
  readonly name: string
  /** Null when it never forgets. */
  readonly retentionDays: number | null
  readonly bytes: number
  readonly encrypted: boolean
}

/** Log groups whose names begin so. */
export async function listLogGroups(connection: AwsConnection, namePrefix: string): Promise<LogGroupState[]> {
  const client = connection.client(CloudWatchLogsClient)
  return await allPages(async (nextToken) => {
    const input = { logGroupNamePrefix: namePrefix, ...(nextToken === undefined ? {} : { nextToken }) }
    const answer = await connection.ask('logs:DescribeLogGroups', (options) =>
      client.send(new DescribeLogGroupsCommand(input), options),
    )
    const items = (answer.logGroups ?? []).map(({ logGroupName = '', retentionInDays, storedBytes = 0, kmsKeyId }) => ({
      name: logGroupName,
      retentionDays: retentionInDays ?? null,
      bytes: storedBytes,
      encrypted: kmsKeyId !== undefined,
    }))
    return { items, next: answer.nextToken }
  })
}
