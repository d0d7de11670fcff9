import { type AlarmState, listAlarms } from '../../../aws/clients/alarms.ts'
import type { Account } from '../account.ts'

export interface AlarmsFact {
  readonly alarms: readonly AlarmState[]
}

/** Of the application stack; those that automatic scaling keeps for itself are none of ours. */
const PREFIX = 'semiont-'

export async function gatherAlarms({ connection }: Account): Promise<AlarmsFact> {
  return { alarms: await listAlarms(connection, PREFIX) }
}
