import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandOutput,
  GetCostForecastCommand,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer'
import { type AwsConnection, GLOBAL_REGION } from '../account/connection.ts'
import { allPages } from './batches.ts'

/** Days as `2026-01-31`; the end is the first day that no longer belongs to it. */
export interface DayPeriod {
  readonly start: string
  readonly end: string
}

export interface CostOfDay {
  readonly day: string
  /** US dollars, unblended: as the budget counts. */
  readonly amount: number
  /** By the values that it is grouped by; empty without a grouping. */
  readonly groups: readonly { readonly key: string; readonly amount: number }[]
}

export type CostGrouping = { readonly by: 'service' } | { readonly by: 'tag'; readonly tag: string }

const METRIC = 'UnblendedCost'

/** What each day of the period has cost. Each page is a request that AWS charges with one cent. */
export async function readDailyCosts(
  connection: AwsConnection,
  period: DayPeriod,
  grouping: CostGrouping,
): Promise<CostOfDay[]> {
  const client = connection.client(CostExplorerClient, GLOBAL_REGION)
  const days = await allPages(async (token) => {
    const input = {
      TimePeriod: { Start: period.start, End: period.end },
      Granularity: 'DAILY' as const,
      Metrics: [METRIC],
      GroupBy: [groupDefinition(grouping)],
      ...(token === undefined ? {} : { NextPageToken: token }),
    }
    const page = await connection.ask('ce:GetCostAndUsage', (options) =>
      client.send(new GetCostAndUsageCommand(input), options),
    )
    return { items: daysOf(page), next: page.NextPageToken }
  })
  return mergeDays(days)
}

/** What the days from today on will probably cost, summed up; the first day must not be in the past. */
export async function forecastCosts(connection: AwsConnection, period: DayPeriod): Promise<number> {
  const client = connection.client(CostExplorerClient, GLOBAL_REGION)
  const { Total } = await connection.ask('ce:GetCostForecast', (options) =>
    client.send(
      new GetCostForecastCommand({
        TimePeriod: { Start: period.start, End: period.end },
        // Of a month begun, a monthly forecast may include what is spent; of days nothing is counted twice.
        Granularity: 'DAILY',
        Metric: 'UNBLENDED_COST',
      }),
      options,
    ),
  )
  return Number(Total?.Amount ?? 0)
}

function groupDefinition(grouping: CostGrouping): GroupDefinition {
  return grouping.by === 'service' ? { Type: 'DIMENSION', Key: 'SERVICE' } : { Type: 'TAG', Key: grouping.tag }
}

function daysOf({ ResultsByTime = [] }: GetCostAndUsageCommandOutput): CostOfDay[] {
  return ResultsByTime.map(({ TimePeriod, Groups = [], Total }) => {
    const groups = Groups.map(({ Keys = [], Metrics }) => ({
      key: Keys[0] ?? '',
      amount: Number(Metrics?.[METRIC]?.Amount ?? 0),
    }))
    const total = Number(Total?.[METRIC]?.Amount ?? 0)
    return { day: TimePeriod?.Start ?? '', groups, amount: groups.reduce((sum, { amount }) => sum + amount, total) }
  })
}

/** Groups of one day may come on several pages. */
function mergeDays(days: readonly CostOfDay[]): CostOfDay[] {
  const byDay = new Map<string, CostOfDay>()
  for (const one of days) {
    const known = byDay.get(one.day)
    const merged = known && {
      day: one.day,
      amount: known.amount + one.amount,
      groups: [...known.groups, ...one.groups],
    }
    byDay.set(one.day, merged ?? one)
  }
  return [...byDay.values()].toSorted((left, right) => left.day.localeCompare(right.day))
}
