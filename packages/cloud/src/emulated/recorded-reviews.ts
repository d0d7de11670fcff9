import type { JsonObject } from './aws-calls.ts'
import { text } from './json.ts'
import { RefusedByAws } from './wire/answer.ts'
import type { Answer } from './wire/front.ts'

/** What a test says of costs and of AWS's own rules, which nothing in the account can be asked for. */
export interface ReviewFacts {
  /** US dollars by day (`2026-01-31`) and service of AWS. */
  readonly dailyCosts: readonly { readonly day: string; readonly service: string; readonly amount: number }[]
  /** US dollars of each day to come; null while AWS knows too little to say. */
  readonly foreseenDaily: number | null
  /** Versions newest first, and rules, by name of the managed rule group. */
  readonly ruleGroups: Readonly<
    Record<string, { readonly versions: readonly string[]; readonly rules: readonly string[] }>
  >
}

const DAY_MS = 86_400_000

export function reviewAnswers(facts: ReviewFacts) {
  return {
    'ce:GetCostAndUsage': (input) => {
      const { Start, End } = periodOf(input)
      if (Start >= End)
        throw new RefusedByAws('ValidationException', 'Start date (and hour) should be before end date (and hour)')
      const { Granularity, Metrics = [] } = input as unknown as { Granularity?: string; Metrics?: string[] }
      if (Granularity !== 'DAILY' || !Metrics.includes('UnblendedCost')) return undefined
      return { ResultsByTime: daysBetween(Start, End).map((day) => costsOf(facts, day)) }
    },
    'ce:GetCostForecast': (input) => {
      const { Start, End } = periodOf(input)
      const today = new Date().toISOString().slice(0, 10)
      if (Start < today || Start >= End)
        throw new RefusedByAws('ValidationException', 'The start date must be today or later, and before the end')
      if (facts.foreseenDaily === null)
        throw new RefusedByAws('DataUnavailableException', 'Insufficient amount of historical data')
      const amount = facts.foreseenDaily * daysBetween(Start, End).length
      return { Total: { Amount: amount.toFixed(4), Unit: 'USD' }, ForecastResultsByTime: [] }
    },
    'wafv2:ListAvailableManagedRuleGroupVersions': (input) => {
      const { versions } = groupOf(facts, input)
      const now = Date.now() / 1000
      return {
        Versions: versions.map((Name, index) => ({ Name, LastUpdateTimestamp: now - (index * DAY_MS) / 1000 })),
        CurrentDefaultVersion: versions[0] ?? null,
      }
    },
    'wafv2:DescribeManagedRuleGroup': (input) => {
      const { rules } = groupOf(facts, input)
      return { Capacity: 700, Rules: rules.map((Name) => ({ Name, Action: { Block: {} } })) }
    },
  } satisfies Readonly<Record<string, Answer>>
}

function periodOf({ TimePeriod }: JsonObject): { Start: string; End: string } {
  const { Start = '', End = '' } = (TimePeriod ?? {}) as { Start?: string; End?: string }
  return { Start, End }
}

function daysBetween(start: string, end: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(start); at < Date.parse(end); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

function costsOf({ dailyCosts }: ReviewFacts, day: string): JsonObject {
  const next = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
  const Groups = dailyCosts
    .filter((cost) => cost.day === day)
    .map(({ service, amount }) => ({
      Keys: [service],
      Metrics: { UnblendedCost: { Amount: String(amount), Unit: 'USD' } },
    }))
  return { TimePeriod: { Start: day, End: next }, Total: {}, Groups, Estimated: true }
}

function groupOf({ ruleGroups }: ReviewFacts, { Name }: JsonObject) {
  const group = ruleGroups[text(Name)]
  if (group !== undefined) return group
  throw new RefusedByAws('WAFNonexistentItemException', 'The managed rule group does not exist')
}
