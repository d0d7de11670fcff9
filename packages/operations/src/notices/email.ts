import type { MaintenanceSettings } from '@semiont/config'
import { type Attempt, type Patience, tryRepeatedly } from './attempts.ts'
import { type Delivery, type Notice, noticeText } from './notice.ts'

export interface MailRoute {
  readonly from: string
  readonly to: readonly string[]
  readonly smtp: NonNullable<MaintenanceSettings['notices']['email']>['smtp']
  /** The secret `smtp-password`; needed where `smtp.user` is set. */
  readonly password: string | undefined
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** One mail to all; a delivery for each address, since a server may take some and refuse others. */
export async function sendMail(route: MailRoute, notice: Notice, patience: Patience): Promise<Delivery[]> {
  let refused = new Map<string, string>()
  const outcome = await tryRepeatedly(async (signal) => {
    const attempt = await submit(route, notice, signal, patience.timeoutMilliseconds)
    refused = attempt.refused
    return attempt
  }, patience)
  return route.to.map((receiver) => {
    const why = refused.get(receiver)
    const { attempts, receipt } = outcome
    return {
      means: 'email',
      receiver,
      delivered: outcome.delivered && why === undefined,
      attempts,
      receipt: why ?? receipt,
    }
  })
}

interface Submission extends Attempt {
  /** Address to why the server does not take mail for it. */
  readonly refused: Map<string, string>
}

async function submit(
  { from, to, smtp, password }: MailRoute,
  notice: Notice,
  signal: AbortSignal,
  timeout = 10_000,
): Promise<Submission> {
  const { createTransport } = await import('nodemailer')
  const isLocal = LOOPBACK.includes(smtp.host)
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    // A password goes over the network encrypted or not at all; on this machine nobody listens.
    requireTLS: smtp.user !== undefined && !smtp.secure && !isLocal,
    tls: { rejectUnauthorized: !isLocal },
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: password ?? '' } }),
  })
  const close = () => transport.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    const sent = await transport.sendMail({
      from,
      to: [...to],
      subject: notice.subject,
      text: noticeText(notice),
      messageId: `<${notice.id}@semiont>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Semiont-Environment': notice.environment },
    })
    const refused = new Map((sent.rejectedErrors ?? []).map((error) => [error.recipient ?? '', messageOf(error)]))
    return { delivered: true, receipt: sent.response, refused }
  } catch (error) {
    return { delivered: false, receipt: messageOf(error), refused: new Map(), worthRepeating: isTransient(error) }
  } finally {
    signal.removeEventListener('abort', close)
    close()
  }
}

/** RFC 5321, 4.2.1: 4yz is to be tried again, 5yz is not. Without a code the server was not reached. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const status = 'responseCode' in error ? Number(error.responseCode) : Number.NaN
  const code = 'code' in error ? String(error.code) : ''
  return status >= 400 ? status < 500 : ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ECONNREFUSED'].includes(code)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
