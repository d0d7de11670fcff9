import type { Environment } from '@semiont/config'
import { OperationError } from '../../errors.ts'
import type { Delivery, Notice } from '../../notices/notice.ts'
import type { NoticeTopic } from '../../notices/topic.ts'
import { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { listSubscriptions, publishToTopic } from '../clients/sns.ts'
import { messageProblem, readersText, topicSubject } from './topic-message.ts'

/** The topic that the application stack made: output SNSTopicArn. */
export async function openNoticeTopic(environment: Environment, signal: AbortSignal): Promise<NoticeTopic> {
  const connection = new AwsConnection(environment, signal)
  const found = await readStackOutputs(connection, 'app').then(
    (outputs) => outputs.get('SNSTopicArn'),
    (error: unknown) => expected(error),
  )
  return typeof found === 'string' ? topicAt(connection, found) : missingTopic(found)
}

/** The topic of this ARN, for who knows it already. */
export function topicAt(connection: AwsConnection, arn: string): NoticeTopic {
  return {
    name: arn,
    describeReaders: async () => readersText(await listSubscriptions(connection, arn)),
    publish: async (notice) => ({
      means: 'sns',
      receiver: arn,
      attempts: 1,
      ...(await publish(connection, arn, notice)),
    }),
  }
}

type Outcome = Pick<Delivery, 'delivered' | 'receipt'>

async function publish(connection: AwsConnection, arn: string, notice: Notice): Promise<Outcome> {
  const problem = messageProblem(notice.message)
  if (problem !== undefined) return { delivered: false, receipt: problem }
  const { id, kind, environment, message } = notice
  const subject = topicSubject(notice.subject)
  try {
    const published = await publishToTopic(connection, arn, {
      subject,
      message,
      attributes: { id, kind, environment },
    })
    const written = subject === notice.subject ? '' : `, under the subject "${subject}", as SNS takes it`
    return await withReaders(connection, arn, `published as ${published}${written}`)
  } catch (error) {
    return { delivered: false, receipt: sentence(expected(error)) }
  }
}

/** SNS takes a message for a topic that nobody reads, and says nothing. */
async function withReaders(connection: AwsConnection, arn: string, published: string): Promise<Outcome> {
  try {
    const subscriptions = await listSubscriptions(connection, arn)
    const delivered = subscriptions.some(({ confirmed }) => confirmed)
    const action = delivered
      ? ''
      : `: nobody gets it. Subscribe: aws sns subscribe --topic-arn ${arn} --protocol email --notification-endpoint <address>`
    return { delivered, receipt: `${published}, to ${readersText(subscriptions)}${action}` }
  } catch (error) {
    return { delivered: true, receipt: `${published}; who gets it is unknown: ${sentence(expected(error))}` }
  }
}

function missingTopic(reason: OperationError): NoticeTopic {
  return {
    name: 'SNSTopicArn',
    describeReaders: async () => sentence(reason),
    publish: async () => ({
      means: 'sns',
      receiver: 'SNSTopicArn',
      delivered: false,
      attempts: 0,
      receipt: sentence(reason),
    }),
  }
}

function sentence({ message, action }: OperationError): string {
  return `${message} ${action}`
}

/** What AWS refuses is a receipt; a fault of ours is thrown on. */
function expected(error: unknown): OperationError {
  if (error instanceof OperationError) return error
  if (error instanceof Error && '$metadata' in error)
    return new OperationError(`SNS refuses it (${error.name}): ${error.message}`, 'See: semiont check', {
      cause: error,
    })
  throw error
}
