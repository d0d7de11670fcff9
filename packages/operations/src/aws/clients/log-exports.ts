import {
  CloudWatchLogsClient,
  CreateExportTaskCommand,
  DescribeExportTasksCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface LogExport {
  readonly id: string
  readonly name: string
  readonly group: string
  /** `PENDING`, `RUNNING`, `COMPLETED`, `FAILED`, `CANCELLED`, `PENDING_CANCEL`. */
  readonly status: string
  readonly reason: string | null
}

export interface LogExportOrder {
  readonly name: string
  readonly group: string
  /** Milliseconds since 1970, both included. */
  readonly from: number
  readonly to: number
  readonly bucket: string
  readonly prefix: string
}

/** The id of the export; undefined while another runs: an account has one export at a time in a region. */
export async function startLogExport(connection: AwsConnection, order: LogExportOrder): Promise<string | undefined> {
  const client = connection.client(CloudWatchLogsClient)
  const input = {
    taskName: order.name,
    logGroupName: order.group,
    from: order.from,
    to: order.to,
    destination: order.bucket,
    destinationPrefix: order.prefix,
  }
  try {
    const { taskId = '' } = await connection.ask('logs:CreateExportTask', (options) =>
      client.send(new CreateExportTaskCommand(input), options),
    )
    return taskId
  } catch (error) {
    if (error instanceof IncompleteError && isAwsError(error.cause, 'LimitExceededException')) return undefined
    throw error
  }
}

/** Newest first, as far as AWS remembers them. */
export async function listLogExports(connection: AwsConnection, id?: string): Promise<LogExport[]> {
  const client = connection.client(CloudWatchLogsClient)
  return await allPages(async (nextToken) => {
    const page = await connection.ask('logs:DescribeExportTasks', (options) =>
      client.send(
        new DescribeExportTasksCommand({
          ...(id === undefined ? {} : { taskId: id }),
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
        options,
      ),
    )
    const items = (page.exportTasks ?? []).map((task) => ({
      id: task.taskId ?? '',
      name: task.taskName ?? '',
      group: task.logGroupName ?? '',
      status: task.status?.code ?? 'unknown',
      reason: task.status?.message ?? null,
    }))
    return { items, next: page.nextToken }
  })
}
