import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { AwsConnection } from '../account/connection.ts'
import { allPages } from './batches.ts'

export interface TopicMessage {
  /** As SNS takes it: see `topicSubject`. */
  readonly subject: string
  readonly message: string
  /** What filter policies of subscriptions can choose by. */
  readonly attributes: Readonly<Record<string, string>>
}

/** Returns the id that SNS gave to the message. */
export async function publishToTopic(connection: AwsConnection, arn: string, given: TopicMessage): Promise<string> {
  const client = connection.client(SNSClient)
  const MessageAttributes = Object.fromEntries(
    Object.entries(given.attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  )
  const { MessageId = '' } = await connection.ask('sns:Publish', (options) =>
    client.send(
      new PublishCommand({ TopicArn: arn, Subject: given.subject, Message: given.message, MessageAttributes }),
      options,
    ),
  )
  return MessageId
}

export interface TopicSubscription {
  /** `email`, `sqs`, `lambda`, `https` … */
  readonly protocol: string
  /** The address or ARN that gets the messages. */
  readonly endpoint: string
  /** SNS sends nothing to an address whose owner has not followed the link in its first mail. */
  readonly confirmed: boolean
}

/** Whoever has subscribed to the topic, those included who have still to confirm it. */
export async function listSubscriptions(connection: AwsConnection, arn: string): Promise<TopicSubscription[]> {
  const client = connection.client(SNSClient)
  return await allPages(async (NextToken) => {
    const page = await connection.ask('sns:ListSubscriptionsByTopic', (options) =>
      client.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: arn, ...(NextToken === undefined ? {} : { NextToken }) }),
        options,
      ),
    )
    const items = (page.Subscriptions ?? []).map(({ Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({
      protocol: Protocol,
      endpoint: Endpoint,
      confirmed: SubscriptionArn.startsWith('arn:'),
    }))
    return { items, next: page.NextToken }
  })
}
