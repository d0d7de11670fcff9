import { RetentionDays } from 'aws-cdk-lib/aws-logs'

const DAYS = new Map<number, RetentionDays>(
  [
    RetentionDays.ONE_MONTH,
    RetentionDays.TWO_MONTHS,
    RetentionDays.THREE_MONTHS,
    RetentionDays.FOUR_MONTHS,
    RetentionDays.FIVE_MONTHS,
    RetentionDays.SIX_MONTHS,
    RetentionDays.ONE_YEAR,
    RetentionDays.THIRTEEN_MONTHS,
    RetentionDays.EIGHTEEN_MONTHS,
    RetentionDays.TWO_YEARS,
  ].map((days) => [days, days]),
)

/** The settings allow only days that CloudWatch Logs knows. */
export function retentionOf(days: number): RetentionDays {
  const known = DAYS.get(days)
  if (known === undefined) throw new Error(`CloudWatch Logs knows no retention of ${days} days.`)
  return known
}
