import { BUDGET_NAME } from '../../../aws/cost/budget-name.ts'
import { type Budget, findBudget } from '../../../aws/clients/budgets.ts'
import type { Account } from '../account.ts'

export interface SpendingFact {
  /** Null when there is none. */
  readonly budget: Budget | null
  readonly configuredUsd: number
  readonly alertPercents: readonly number[]
  /** Days of this month so far: 1 on the first. */
  readonly dayOfMonth: number
}

/**
 * What this month has cost, from the budget: AWS counts it for nothing and has a figure on the first of a month, too, where
 * Cost Explorer refuses the empty period.
 */
export async function gatherSpending({ connection, place, now }: Account): Promise<SpendingFact> {
  return {
    budget: (await findBudget(connection, BUDGET_NAME)) ?? null,
    configuredUsd: place.budget.monthlyUsd,
    alertPercents: place.budget.alertPercents,
    dayOfMonth: now.getUTCDate(),
  }
}
