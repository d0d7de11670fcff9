import {
  BudgetsClient,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  type Notification,
} from '@aws-sdk/client-budgets'
import { type AwsConnection, GLOBAL_REGION } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface Budget {
  readonly name: string
  /** US dollars a month. */
  readonly limit: number
  /** US dollars of this month so far. AWS renews it up to three times a day. */
  readonly spent: number
  /** US dollars of the whole month; null while AWS knows too little to say. */
  readonly forecast: number | null
}

/** Of the budget that the application stack made; unlike Cost Explorer's, these answers cost nothing. */
export async function findBudget(connection: AwsConnection, name: string): Promise<Budget | undefined> {
  const client = connection.client(BudgetsClient, GLOBAL_REGION)
  const input = { AccountId: connection.place.account, BudgetName: name }
  try {
    const { Budget: found } = await connection.ask('budgets:ViewBudget', (options) =>
      client.send(new DescribeBudgetCommand(input), options),
    )
    const { ActualSpend, ForecastedSpend } = found?.CalculatedSpend ?? {}
    // AWS gives zero until it has seen enough of the account to say.
    const forecast = Number(ForecastedSpend?.Amount ?? 0)
    return {
      name,
      limit: Number(found?.BudgetLimit?.Amount ?? 0),
      spent: Number(ActualSpend?.Amount ?? 0),
      forecast: forecast > 0 ? forecast : null,
    }
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return undefined
    throw error
  }
}

export interface BudgetNotification {
  readonly on: 'actual' | 'forecast'
  /** Percent of the limit. */
  readonly percent: number
}

/** Where the budget tells somebody, lowest first. */
export async function listBudgetNotifications(connection: AwsConnection, name: string): Promise<BudgetNotification[]> {
  const client = connection.client(BudgetsClient, GLOBAL_REGION)
  const found = await allPages<Notification>(async (NextToken) => {
    const input = { AccountId: connection.place.account, BudgetName: name, NextToken }
    // Both calls ask for the same right.
    const page = await connection.ask('budgets:ViewBudget', (options) =>
      client.send(new DescribeNotificationsForBudgetCommand(input), options),
    )
    return { items: page.Notifications ?? [], next: page.NextToken }
  })
  return found
    .filter(({ ThresholdType }) => ThresholdType !== 'ABSOLUTE_VALUE')
    .map(({ NotificationType, Threshold = 0 }) => ({
      on: NotificationType === 'FORECASTED' ? ('forecast' as const) : ('actual' as const),
      percent: Threshold,
    }))
    .toSorted((left, right) => left.percent - right.percent)
}
