import { text as readText } from 'node:stream/consumers'
import { type AuditEvent, currentActor, queryTrail } from '@semiont/operations/audit'
import {
  type ContactName,
  CONTACTS,
  type Delivery,
  openTopic,
  publishNotice,
  receiversOf,
} from '@semiont/operations/notices'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { parseLimit } from '../audit/parse-limit.ts'
import type { options } from './definition.ts'

const DEFAULT_SUBJECT = 'Semiont Platform Maintenance Notification'
const HOW_TO_CONFIGURE = [
  'No receiver is configured. Name some, then send it again:',
  '  semiont configure set maintenance.notices.webhooks \'["https://hooks.example.org/…"]\'',
  '  semiont configure set maintenance.notices.email \'{"from":"semiont@example.org","to":["team@example.org"],"smtp":{"host":"mail.example.org"}}\'',
].join('\n')

export const run: Run<typeof options> = async (context, input) => {
  if (input.arguments.length === 1 && input.arguments[0] === 'history') return await history(context, input)
  const typed = input.arguments.join(' ')
  const message = (typed === '-' ? await readText(context.input) : typed).trim()
  if (message === '') throw new UsageError('A notice needs a message: semiont notify "<message>"')
  const contacts = CONTACTS.filter((name) => input.options.contact?.includes(name))
  const subject = input.options.subject ?? DEFAULT_SUBJECT
  if (context.flags.dryRun) return await preview(context, subject, message, contacts)
  return await send(context, subject, message, contacts)
}

async function send(
  context: CommandContext,
  subject: string,
  message: string,
  contacts: readonly ContactName[],
): Promise<Answer> {
  const environment = await context.environment()
  const { notice, deliveries } = await publishNotice({
    environment,
    secrets: await context.secrets(),
    actor: currentActor(context.env),
    kind: 'maintenance',
    subject,
    message,
    contacts,
    now: context.now(),
    signal: context.signal,
    trail: await context.trail(),
  })
  const failed = deliveries.filter(({ delivered }) => !delivered)
  const isPrinted = environment.settings.maintenance.notices.standardOutput || deliveries.length === 0
  const lines = [
    ...(isPrinted ? [subject, message, ''] : []),
    ...(deliveries.length === 0 ? [HOW_TO_CONFIGURE] : [headline(deliveries.length, failed.length)]),
    ...deliveries.map(receiptLine),
  ]
  return answer(lines.join('\n'), { notice, deliveries }, failed.length > 0 ? EXIT.partial : EXIT.fine)
}

async function preview(
  context: CommandContext,
  subject: string,
  message: string,
  contacts: readonly ContactName[],
): Promise<Answer> {
  const environment = await context.environment()
  const { webhooks, mail } = await receiversOf(environment, await context.secrets(), 'maintenance', contacts)
  const topic = await openTopic(environment, context.signal)
  const receivers = [
    ...(topic ? [`topic ${topic.name}: ${await topic.describeReaders()}`] : []),
    ...webhooks.map((url) => `webhook at ${new URL(url).origin}`),
    ...(mail?.to ?? []),
  ]
  const to =
    receivers.length === 0 ? [HOW_TO_CONFIGURE] : ['Would send this to:', ...receivers.map((one) => `  ${one}`)]
  return answer([subject, message, '', ...to].join('\n'), { subject, message, receivers })
}

async function history(context: CommandContext, { options: given }: Input<typeof options>): Promise<Answer> {
  const events = await queryTrail(await context.trail(), {
    kinds: ['notice'],
    limit: parseLimit(given.limit, 50),
    ...(given.since === undefined ? {} : { since: parseMoment(given.since, '--since', context.now()) }),
  })
  const notices = events.map(noticeOf)
  if (notices.length === 0) return answer('No notice was sent then.', { notices })
  const lines = notices.flatMap(({ at, subject, message, deliveries }) => [
    `${at.slice(0, 19).replace('T', ' ')} UTC  ${subject}`,
    ...message.split('\n').map((line) => `    ${line}`),
    ...deliveries.map(receiptLine),
  ])
  return answer(lines.join('\n'), { notices })
}

function noticeOf({ sequence, at, actor, details }: AuditEvent) {
  const { kind, subject, message, deliveries } = details as unknown as {
    kind: string
    subject: string
    message: string
    deliveries: Delivery[]
  }
  return { sequence, at, actor, kind, subject, message, deliveries }
}

function headline(count: number, failed: number): string {
  const receivers = `${count} ${count === 1 ? 'receiver' : 'receivers'}`
  if (failed === 0) return `Sent to ${receivers}.`
  return `${failed} of ${receivers} did not get it. What went wrong stands below; send it again when that is put right.`
}

function receiptLine({ means, receiver, delivered, attempts, receipt }: Delivery): string {
  const tries = attempts === 1 ? '' : `, ${attempts} attempts`
  return `  ${delivered ? 'got it ' : 'did not'}  ${means} ${receiver}: ${receipt}${tries}`
}
