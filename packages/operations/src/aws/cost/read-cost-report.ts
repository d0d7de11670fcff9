import { IncompleteError, UnusableInputError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { DeniedByAwsError, isAwsError } from '../account/problems.ts'
import { findBudget, listBudgetNotifications } from '../clients/budgets.ts'
import {
  type CostGrouping,
  type CostOfDay,
  type DayPeriod,
  forecastCosts,
  readDailyCosts,
} from '../clients/cost-explorer.ts'
import { BUDGET_NAME } from './budget-name.ts'
import { type CostFacts, type CostReport, makeCostReport, type Unknown } from './cost-report.ts'
import { type CostMonth, costMonth } from './months.ts'
import { readSizeHints } from './read-usage.ts'

export interface CostQuery {
  /** `2026-01`; without it this month. */
  readonly month: string | undefined
  readonly grouping: CostGrouping
  readonly now: Date
}

/**
 * What a month costs. Two questions to Cost Explorer at one cent each; the rest is free.
 * @throws UnusableInputError for a month that is none, IncompleteError while Cost Explorer has no data
 */
export async function readCostReport(connection: AwsConnection, query: CostQuery): Promise<CostReport> {
  const month = costMonth(query.month, query.now)
  if (month === undefined)
    throw new UnusableInputError(
      `"${query.month}" is no month that has begun.`,
      'Name one as 2026-01, or none for the current one.',
    )
  const days = await readDays(connection, month.asked, query.grouping)
  const [forecast, budget, sizes] = await Promise.all([
    foresee(connection, month),
    readBudget(connection),
    month.rest === null ? [] : sizesOf(connection, query.now),
  ])
  return makeCostReport({ month, days, forecast, budget, sizes })
}

async function readDays(connection: AwsConnection, period: DayPeriod, grouping: CostGrouping): Promise<CostOfDay[]> {
  try {
    return await readDailyCosts(connection, period, grouping)
  } catch (error) {
    if (isAwsError(error, 'DataUnavailableException'))
      throw new IncompleteError(
        'Cost Explorer has no data of this account yet.',
        'It takes a day after it was enabled: https://console.aws.amazon.com/costmanagement. Until then the budget counts: semiont check',
        { cause: error },
      )
    if (isAwsError(error, 'ValidationException') && /historical|14 months|beyond|earlier/i.test(error.message))
      throw new UnusableInputError(`Cost Explorer does not reach back to ${period.start}.`, 'It keeps about a year.', {
        cause: error,
      })
    throw explainDenied(error)
  }
}

/** Cost Explorer is enabled once for an account, by its owner; until then it answers as if a right were missing. */
function explainDenied(error: unknown): unknown {
  if (!(error instanceof DeniedByAwsError) || !/not enabled for cost explorer/i.test(error.message)) return error
  return new IncompleteError(
    'Cost Explorer is not enabled in this account.',
    'Enable it once at https://console.aws.amazon.com/costmanagement; data come within a day.',
    { cause: error },
  )
}

/** A forecast that there is none yet is said, not left out. */
async function foresee(connection: AwsConnection, { rest }: CostMonth): Promise<CostFacts['forecast']> {
  if (rest === null) return null
  try {
    return await forecastCosts(connection, rest)
  } catch (error) {
    if (isAwsError(error, 'DataUnavailableException'))
      return { unknown: 'AWS has too little data yet to foresee anything; it needs some weeks.' }
    return unknownBecause(error)
  }
}

async function readBudget(connection: AwsConnection): Promise<CostFacts['budget']> {
  try {
    const budget = await findBudget(connection, BUDGET_NAME)
    if (budget === undefined) return null
    return { budget, notifications: await listBudgetNotifications(connection, BUDGET_NAME) }
  } catch (error) {
    return unknownBecause(error)
  }
}

async function sizesOf(connection: AwsConnection, now: Date): Promise<CostFacts['sizes']> {
  try {
    return await readSizeHints(connection, now)
  } catch (error) {
    return unknownBecause(error)
  }
}

/** What adds to the costs may be missing; that it is must be said. */
function unknownBecause(error: unknown): Unknown {
  if (error instanceof Error && error.name === 'AbortError') throw error
  return { unknown: error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error) }
}
