import type { TopicSubscription } from '../clients/sns.ts'

/** SNS refuses subjects of 100 characters and more, and whatever is not printable ASCII. */
const LONGEST_SUBJECT = 99
/** SNS: 256 KiB with its attributes; a kilobyte is more than ours take. */
const LONGEST_MESSAGE = 255 * 1024

const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  Æ: 'AE',
  æ: 'ae',
  Ø: 'O',
  ø: 'o',
  ł: 'l',
  Ł: 'L',
  '–': '-',
  '—': '-',
  '…': '...',
  '„': '"',
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
}

/**
 * A subject as SNS takes it: printable ASCII on one line, under 100 characters, nothing blank in front.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function topicSubject(subject: string): string {
  const ascii = [...subject.normalize('NFKD').replaceAll(/\p{M}/gu, '')]
    .map((character) => PLAIN[character] ?? (/[\x20-\x7e]/.test(character) ? character : blankOrUnknown(character)))
    .join('')
  const line = ascii.replaceAll(/ {2,}/g, ' ').trim()
  const named = line === '' ? 'Semiont' : line
  return named.length <= LONGEST_SUBJECT ? named : `${named.slice(0, LONGEST_SUBJECT - 3).trimEnd()}...`
}

function blankOrUnknown(character: string): string {
  return /[\p{Cc}\p{Z}]/u.test(character) ? ' ' : '?'
}

/** Why SNS would refuse the message; undefined when it takes it. */
export function messageProblem(message: string): string | undefined {
  const bytes = Buffer.byteLength(message)
  if (bytes <= LONGEST_MESSAGE) return undefined
  return `The message has ${bytes} bytes; SNS takes at most ${LONGEST_MESSAGE}. Put the rest where a link can lead.`
}

/** `3 subscribers (email 2, sqs 1); not confirmed: anna@example.org`. */
export function readersText(subscriptions: readonly TopicSubscription[]): string {
  const confirmed = subscriptions.filter((one) => one.confirmed)
  const pending = subscriptions.filter((one) => !one.confirmed).map(({ endpoint }) => endpoint)
  const kinds = new Map<string, number>()
  for (const { protocol } of confirmed) kinds.set(protocol, (kinds.get(protocol) ?? 0) + 1)
  const byKind = [...kinds].map(([protocol, some]) => `${protocol} ${some}`).join(', ')
  const count = `${confirmed.length} ${confirmed.length === 1 ? 'subscriber' : 'subscribers'}`
  const unconfirmed = pending.length === 0 ? '' : `; not confirmed: ${pending.join(', ')}`
  return `${confirmed.length === 0 ? 'no subscriber' : `${count} (${byKind})`}${unconfirmed}`
}
