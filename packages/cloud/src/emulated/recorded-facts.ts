import type { JsonObject } from './aws-calls.ts'
import type { RecordedOperation } from './emulation-table.ts'
import { type ReviewFacts, reviewAnswers } from './recorded-reviews.ts'
import type { Answer } from './wire/front.ts'

/** What a test says has happened in the account. */
export interface RecordedFacts extends ReviewFacts {
  /** Scaling activities, newest first, as AWS lists them. */
  readonly scalingActivities: readonly JsonObject[]
  /** By metric name of the rule; each with its `Timestamp` in seconds. */
  readonly sampledRequests: Readonly<Record<string, readonly JsonObject[]>>
}

const THREE_HOURS = 3 * 60 * 60

/** Answers as AWS's API reference says they are made. */
export function answersFrom(facts: RecordedFacts): Readonly<Record<RecordedOperation, Answer>> {
  return {
    'application-autoscaling:DescribeScalingActivities': ({ ServiceNamespace, ResourceId }) => ({
      ScalingActivities: facts.scalingActivities.filter(
        (activity) =>
          activity['ServiceNamespace'] === ServiceNamespace &&
          (ResourceId === undefined || activity['ResourceId'] === ResourceId),
      ),
    }),
    'wafv2:GetSampledRequests': (input) => sampledRequests(facts, input),
    ...reviewAnswers(facts),
  }
}

/** @see https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html (TimeWindow) */
function sampledRequests(facts: RecordedFacts, input: JsonObject): JsonObject {
  const { RuleMetricName, MaxItems, TimeWindow } = input as unknown as SampledRequestsInput
  const reachesBackTo = Date.now() / 1000 - THREE_HOURS
  const window = { StartTime: Math.max(TimeWindow.StartTime, reachesBackTo), EndTime: TimeWindow.EndTime }
  const within = (facts.sampledRequests[RuleMetricName] ?? []).filter(
    ({ Timestamp }) => Number(Timestamp) >= window.StartTime && Number(Timestamp) <= window.EndTime,
  )
  const shown = within.slice(0, MaxItems)
  return { SampledRequests: shown, PopulationSize: within.length, TimeWindow: window }
}

interface SampledRequestsInput {
  readonly RuleMetricName: string
  readonly MaxItems: number
  readonly TimeWindow: { readonly StartTime: number; readonly EndTime: number }
}
