import {
  Alarm,
  type AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

interface AlarmOptions {
  /** What is wrong when it rings, and for whom. */
  readonly means: string
  /** Page of docs/runbooks.md that says what to do. */
  readonly runbook: string
  readonly metric: IMetric
  readonly threshold: number
  readonly periods?: number
  readonly below?: boolean
  /** What it means that there is no data; nothing wrong unless said. */
  readonly missing?: TreatMissingData
}

/** Each alarm tells a person what is wrong and where it is written what to do; nothing rings without an action. */
export class Alarms {
  readonly #scope: Construct
  readonly #action: SnsAction

  constructor(scope: Construct, topic: ITopic) {
    this.#scope = scope
    this.#action = new SnsAction(topic)
  }

  add(name: string, options: AlarmOptions): Alarm {
    const { means, runbook, metric, threshold, periods = 3, below = false } = options
    const alarm = new Alarm(this.#scope, `Alarm-${name}`, {
      alarmName: `semiont-${name}`,
      alarmDescription: describe(means, runbook),
      metric,
      threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: options.missing ?? TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    return alarm
  }

  compose(name: string, means: string, runbook: string, alarmRule: ReturnType<typeof AlarmRule.anyOf>): CompositeAlarm {
    const alarm = new CompositeAlarm(this.#scope, `Alarm-${name}`, {
      compositeAlarmName: `semiont-${name}`,
      alarmDescription: describe(means, runbook),
      alarmRule,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    return alarm
  }
}

function describe(means: string, runbook: string): string {
  return `${means} What to do: docs/runbooks.md#${runbook}`
}
