import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import type { AwsConnection } from '../account/connection.ts'
import { allPages } from './batches.ts'

export interface AlarmState {
  readonly name: string
  readonly description: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly reason: string
  /** When it took on that state. */
  readonly since: Date | null
  /** What happens when it rings: ARNs of topics mostly. */
  readonly actions: readonly string[]
  /** Whether actions happen at all. */
  readonly actionsEnabled: boolean
}

/** Alarms and composite alarms whose names begin so. */
export async function listAlarms(connection: AwsConnection, namePrefix: string): Promise<AlarmState[]> {
  const client = connection.client(CloudWatchClient)
  return await allPages(async (NextToken) => {
    const answer = await connection.ask('cloudwatch:DescribeAlarms', (options) =>
      client.send(
        new DescribeAlarmsCommand({
          AlarmNamePrefix: namePrefix,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
        options,
      ),
    )
    const items = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].map(stateOf)
    return { items, next: answer.NextToken }
  })
}

function stateOf(alarm: MetricAlarm | CompositeAlarm): AlarmState {
  return {
    name: alarm.AlarmName ?? '',
    description: alarm.AlarmDescription ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    since: alarm.StateUpdatedTimestamp ?? null,
    actions: alarm.AlarmActions ?? [],
    actionsEnabled: alarm.ActionsEnabled ?? true,
  }
}
