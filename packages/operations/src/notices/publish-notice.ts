import { randomUUID } from 'node:crypto'
import type { Environment, SecretStore, SiteSettings } from '@semiont/config'
import { type Actor, actorName } from '../audit/actor.ts'
import { openTrail } from '../audit/open-trail.ts'
import type { AuditTrail } from '../audit/trail.ts'
import { redactText } from '../redact/redact.ts'
import type { Patience } from './attempts.ts'
import { type MailRoute, sendMail } from './email.ts'
import type { Delivery, Notice, NoticeContact } from './notice.ts'
import { type NoticeTopic, openTopic } from './topic.ts'
import { postToWebhook } from './webhook.ts'

export const CONTACTS = ['primary', 'secondary', 'emergency', 'oauth', 'database'] as const
export type ContactName = (typeof CONTACTS)[number]

export interface Receivers {
  readonly webhooks: readonly string[]
  readonly mail: MailRoute | undefined
}

/** Contacts that get every notice, and those that an emergency gets out of bed. */
const ALWAYS: readonly ContactName[] = ['primary', 'secondary']
const IN_AN_EMERGENCY: readonly ContactName[] = [...ALWAYS, 'emergency']

/** Who gets a notice: the webhooks, and by mail the addresses of maintenance.notices and of the contacts, each once. */
export async function receiversOf(
  { settings }: Environment,
  secrets: SecretStore,
  kind: Notice['kind'],
  also: readonly ContactName[] = [],
): Promise<Receivers> {
  const { webhooks, email } = settings.maintenance.notices
  if (email === undefined) return { webhooks, mail: undefined }
  const contacts = contactsFor(settings.site.contacts, kind, also).flatMap(({ email: address }) => address ?? [])
  const password = email.smtp.user === undefined ? undefined : await secrets.find('smtp-password')
  return {
    webhooks,
    mail: { from: email.from, to: withoutDoubles([...email.to, ...contacts]), smtp: email.smtp, password },
  }
}

export interface PublishOptions extends Patience {
  readonly environment: Environment
  readonly secrets: SecretStore
  readonly actor: Actor
  readonly kind: Notice['kind']
  readonly subject: string
  readonly message: string
  readonly now: Date
  readonly contacts?: readonly ContactName[]
  /** Where it is kept; by default the trail of the environment. */
  readonly trail?: Pick<AuditTrail, 'append'>
}

/**
 * Sends a notice to everyone who is to have it, on AWS to its topic too, and keeps it with its receipts in the audit trail.
 * Failures are receipts.
 */
export async function publishNotice(options: PublishOptions): Promise<{ notice: Notice; deliveries: Delivery[] }> {
  const { environment, secrets, actor, kind, subject, message, now, contacts } = options
  const notice: Notice = {
    id: randomUUID(),
    kind,
    subject,
    message,
    environment: environment.name,
    site: environment.settings.site.name,
    at: now.toISOString(),
    from: actorName(actor),
    contacts: contactsFor(environment.settings.site.contacts, kind),
  }
  const receivers = await receiversOf(environment, secrets, kind, contacts)
  const topic = await openTopic(environment, options.signal)
  const deliveries = await deliver(notice, receivers, topic, options)
  const trail = options.trail ?? (await openTrail(environment))
  await trail.append({
    kind: 'notice',
    id: notice.id,
    at: notice.at,
    actor,
    environment: environment.name,
    details: { kind, subject: redactText(subject), message: redactText(message), deliveries },
  })
  return { notice, deliveries }
}

async function deliver(
  notice: Notice,
  { webhooks, mail }: Receivers,
  topic: NoticeTopic | undefined,
  patience: Patience,
): Promise<Delivery[]> {
  const sent = await Promise.all([
    ...(topic ? [topic.publish(notice).then((delivery) => [delivery])] : []),
    ...webhooks.map(async (url) => [await postToWebhook(url, notice, patience)]),
    ...(mail ? [sendMail(mail, notice, patience)] : []),
  ])
  return sent.flat()
}

function contactsFor(
  contacts: SiteSettings['contacts'],
  kind: Notice['kind'],
  also: readonly ContactName[] = [],
): NoticeContact[] {
  const concerned = new Set([...(kind === 'emergency' ? IN_AN_EMERGENCY : ALWAYS), ...also])
  return [...concerned].flatMap((name) => contacts[name] ?? [])
}

function withoutDoubles(addresses: readonly string[]): string[] {
  const seen = new Map(addresses.map((address) => [address.toLowerCase(), address]))
  return [...seen.values()]
}
