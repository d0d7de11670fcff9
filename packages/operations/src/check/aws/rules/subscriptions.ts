import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { count } from '../../words.ts'
import type { SubscriptionsFact } from '../facts/subscriptions.ts'

/** Alarms and notices reach somebody. */
export function judgeSubscriptions({ topic, subscriptions }: SubscriptionsFact, { command }: Judging): FoundHere[] {
  const waiting = subscriptions.filter(({ confirmed }) => !confirmed)
  const findings: FoundHere[] = []
  if (subscriptions.length === waiting.length)
    findings.push({
      id: 'notice.nobody',
      severity: 'warning',
      subject: 'installation',
      message: 'Alarms and notices reach nobody.',
      cause:
        waiting.length > 0
          ? 'Nobody has followed the link in the mail that asks to confirm.'
          : 'No contact with an address is configured.',
      confidence: 'certain',
      evidence: [topic],
      next:
        waiting.length > 0
          ? `aws sns list-subscriptions-by-topic --topic-arn ${topic}`
          : command('configure set site.adminEmail <address>', 'deploy'),
    })
  if (waiting.length > 0)
    findings.push({
      id: 'notice.unconfirmed',
      severity: 'warning',
      subject: 'installation',
      message: `${count(waiting.length, 'address', 'addresses')} ${waiting.length === 1 ? 'has' : 'have'} not confirmed to get notices.`,
      cause: 'The mail "AWS Notification - Subscription Confirmation" was overlooked; its link ends after three days.',
      confidence: 'likely',
      evidence: waiting.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
      next: `aws sns subscribe --topic-arn ${topic} --protocol ${waiting[0]?.protocol ?? 'email'} --notification-endpoint ${waiting[0]?.endpoint ?? ''}`,
    })
  return findings
}

export function describeSubscriptions({ subscriptions }: SubscriptionsFact): string {
  return count(subscriptions.length, 'confirmed subscription')
}
