import { listSubscriptions, type TopicSubscription } from '../../../aws/clients/sns.ts'
import type { Account } from '../account.ts'

export interface SubscriptionsFact {
  readonly topic: string
  readonly subscriptions: readonly TopicSubscription[]
}

/** Whom alarms and notices reach. */
export async function gatherSubscriptions({ connection, stack }: Account): Promise<SubscriptionsFact> {
  const topic = (await stack('app')).get('SNSTopicArn')
  return { topic, subscriptions: await listSubscriptions(connection, topic) }
}
