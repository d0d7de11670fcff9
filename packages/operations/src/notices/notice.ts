/** Whom to ask, from `site.contacts`. */
export interface NoticeContact {
  readonly name: string
  readonly email?: string | undefined
  readonly phone?: string | undefined
}

/** What is told to those who look after an installation. */
export interface Notice {
  readonly id: string
  readonly kind: 'maintenance' | 'emergency'
  readonly subject: string
  readonly message: string
  readonly environment: string
  /** Name of the site, as its pages show it. */
  readonly site: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** Who sends it. */
  readonly from: string
  readonly contacts: readonly NoticeContact[]
}

export interface Delivery {
  readonly means: 'webhook' | 'email' | 'sns'
  /** The mail address, the topic, or the webhook without what is secret in its address. */
  readonly receiver: string
  readonly delivered: boolean
  readonly attempts: number
  /** What the receiving side answered, or why it could not be reached. */
  readonly receipt: string
}

/** The notice as one text, for means that know no structure. */
export function noticeText({ message, environment, site, at, from, contacts }: Notice): string {
  const ask = contacts.map(({ name, email, phone }) => [name, email, phone].filter(Boolean).join(', '))
  const lines = [`${site}, environment ${environment}`, `Sent ${at} by ${from}`, ...ask.map((who) => `Contact: ${who}`)]
  return `${message}\n\n${lines.join('\n')}`
}
