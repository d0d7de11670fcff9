import type { Environment } from '@semiont/config'
import type { Delivery, Notice } from './notice.ts'

/** Where an installation in a cloud publishes its notices; whoever is to have them subscribes there. */
export interface NoticeTopic {
  /** The ARN. */
  readonly name: string
  /** Whoever has subscribed, as one short text for a person. */
  describeReaders(): Promise<string>
  /** Never throws for what the other side refuses: the receipt says it. */
  publish(notice: Notice): Promise<Delivery>
}

/** The topic of an environment on AWS; undefined elsewhere. A laptop does not load AWS's libraries for it. */
export async function openTopic(environment: Environment, signal: AbortSignal): Promise<NoticeTopic | undefined> {
  if (environment.settings.platform !== 'aws') return undefined
  const { openNoticeTopic } = await import('../aws/notices/notice-topic.ts')
  return await openNoticeTopic(environment, signal)
}
