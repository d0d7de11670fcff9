import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { AwsConnection } from '../account/connection.ts'
import { allPages, inBatches } from './batches.ts'

export interface MetricQuestion {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'p50' | 'p95' | 'p99'
}

export interface MetricPoint {
  readonly at: Date
  readonly value: number
}

export interface MetricSpan {
  readonly since: Date
  readonly until: Date
  /** A multiple of 60; CloudWatch keeps minutes for fifteen days, five minutes for sixty-three. */
  readonly periodSeconds: number
  /** CloudFront keeps its metrics in us-east-1. */
  readonly region?: string
}

/** How many AWS takes in one call. */
const QUESTIONS_AT_ONCE = 500

/** The points of each question in the order of the questions, oldest first; empty where there is no data. */
export async function readMetricData(
  connection: AwsConnection,
  questions: readonly MetricQuestion[],
  span: MetricSpan,
): Promise<MetricPoint[][]> {
  return await inBatches(questions, QUESTIONS_AT_ONCE, async (batch) => await readBatch(connection, batch, span))
}

async function readBatch(
  connection: AwsConnection,
  questions: readonly MetricQuestion[],
  { since, until, periodSeconds, region }: MetricSpan,
): Promise<MetricPoint[][]> {
  const client = connection.client(CloudWatchClient, region)
  const series = questions.map((): MetricPoint[] => [])
  await allPages(async (NextToken) => {
    const input = {
      StartTime: since,
      EndTime: until,
      MetricDataQueries: questions.map((question, index) => queryOf(question, index, periodSeconds)),
      ScanBy: 'TimestampAscending' as const,
      ...(NextToken === undefined ? {} : { NextToken }),
    }
    const answer = await connection.ask('cloudwatch:GetMetricData', (options) =>
      client.send(new GetMetricDataCommand(input), options),
    )
    for (const { Id = '', Timestamps = [], Values = [] } of answer.MetricDataResults ?? [])
      series[Number(Id.slice(1))]?.push(...Timestamps.map((at, index) => ({ at, value: Values[index] ?? 0 })))
    return { items: [], next: answer.NextToken }
  })
  return series.map((points) => points.toSorted((left, right) => left.at.getTime() - right.at.getTime()))
}

function queryOf({ namespace, name, dimensions, statistic }: MetricQuestion, index: number, Period: number) {
  const query: MetricDataQuery = {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period,
      Stat: statistic,
    },
  }
  return query
}
