import { type Attempt, type Patience, tryRepeatedly } from './attempts.ts'
import { type Delivery, type Notice, noticeText } from './notice.ts'

/**
 * Posts the notice as JSON: its members, and `text`, which chat services show. The header Idempotency-Key is its id, so that a
 * receiver can tell a repeated attempt from a second notice.
 */
export async function postToWebhook(url: string, notice: Notice, patience: Patience): Promise<Delivery> {
  const body = JSON.stringify({ version: 1, ...notice, text: `*${notice.subject}*\n${noticeText(notice)}` })
  const outcome = await tryRepeatedly((signal) => post(url, notice.id, body, signal), patience)
  const { delivered, receipt, attempts } = outcome
  return { means: 'webhook', receiver: withoutSecrets(url), delivered, attempts, receipt }
}

async function post(url: string, id: string, body: string, signal: AbortSignal): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': id, 'user-agent': 'Semiont' },
      body,
      // An address that has moved is told to the person: a POST that is redirected may arrive as a GET.
      redirect: 'manual',
      signal,
    })
    await response.body?.cancel()
    return attemptOf(response)
  } catch (error) {
    return { delivered: false, receipt: whyUnreachable(error), worthRepeating: true }
  }
}

function attemptOf({ ok, status, statusText, headers }: Response): Attempt {
  const receipt = `HTTP ${status}${statusText === '' ? '' : ` ${statusText}`}`
  if (ok) return { delivered: true, receipt }
  const moved = headers.get('location')
  if (status >= 300 && status < 400)
    return {
      delivered: false,
      receipt: `${receipt}: the address has moved${moved ? ` to ${withoutSecrets(moved)}` : ''}`,
    }
  const asked = Number(headers.get('retry-after')) * 1000
  const worthRepeating = status >= 500 || status === 429 || status === 408
  return { delivered: false, receipt, worthRepeating, ...(asked > 0 ? { waitMilliseconds: asked } : {}) }
}

function whyUnreachable(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

/** Whoever knows the whole address of a webhook can post to it, so receipts show only where it leads. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'an address that is none'
  const { origin, pathname, search } = new URL(url)
  return pathname === '/' && search === '' ? origin : `${origin}/…`
}
