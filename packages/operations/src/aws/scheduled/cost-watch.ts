import { findBudget } from '../clients/budgets.ts'
import { readDailyCosts } from '../clients/cost-explorer.ts'
import { BUDGET_NAME } from '../cost/budget-name.ts'
import { costConcerns } from './cost-concerns.ts'
import { type FunctionCall, openSurroundings } from './surroundings.ts'

const DAY = 86_400_000
/** AWS has all figures of a day two days later. */
const SETTLED_AFTER_DAYS = 2
const COMPARED_DAYS = 7
const MONDAY = 1

/** Runs every day: looks at what was spent, and tells who has subscribed when something is unlike before. */
export async function handler(_event: unknown, call: FunctionCall): Promise<{ concerns: string[] }> {
  const { connection, environment, now, log, tell } = openSurroundings(call)
  const today = now().getTime()
  const dayBefore = (days: number) => new Date(today - days * DAY).toISOString().slice(0, 10)
  const day = dayBefore(SETTLED_AFTER_DAYS)
  const period = { start: dayBefore(SETTLED_AFTER_DAYS + COMPARED_DAYS), end: dayBefore(SETTLED_AFTER_DAYS - 1) }
  const days = await readDailyCosts(connection, period, { by: 'service' })
  const budget = await findBudget(connection, BUDGET_NAME)
  const concerns = costConcerns({ days, budget, day, weekly: now().getUTCDay() === MONDAY })
  log('Costs looked at', { day, days: days.length, budget, concerns })
  if (concerns.length > 0) {
    const more = `What it is made of: semiont cost --environment ${environment.name}`
    await tell(`Semiont (${environment.name}): costs`, [...concerns, '', more].join('\n'))
  }
  return { concerns }
}
