const HIDDEN = '[redacted]'
const SECRET_NAME =
  /secret|passw(or)?d|passphrase|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|jwt[-_]?keys?$|^oauth\/|^authorization$|^(set-)?cookie$/i

/** Whether what follows this word, or stands under this name, is to be kept out of every record. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

// Every repetition has a bound: a line of a megabyte is read as fast as a thousand short ones.
const NAMED = String.raw`(?:secret|passw(?:or)?d|passphrase|token|credential|api[-_]?key|access[-_]?key)[\w-]{0,40}["']?`
const QUOTED = String.raw`"[^"]{0,4000}"|'[^']{0,4000}'`

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // user:password@ in an address
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,100}):[^\s@"']{1,400}@/gi, `$1:${HIDDEN}@`],
  // PGPASSWORD=…, --api-key=…
  [new RegExp(`(${NAMED}\\s{0,4}=\\s{0,4})(${QUOTED}|[^\\s,;&]+)`, 'gi'), `$1${HIDDEN}`],
  // "token": "…", password: hunter2; but not the prose of `jwt-secret: rotated`
  [new RegExp(`(${NAMED}\\s{0,4}:\\s{0,4})(${QUOTED}|(?=[^\\s,;&\\d]{0,400}\\d)[^\\s,;&]+)`, 'gi'), `$1${HIDDEN}`],
  [
    /((?:^|\s)--?[\w-]{0,40}(?:secret|passw(?:or)?d|passphrase|api-?key)[\w-]{0,40}\s{1,4})([^\s-][^\s]*)/gi,
    `$1${HIDDEN}`,
  ],
  [/\b((?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`],
  // JSON Web Tokens, our own access tokens, one-time links, AWS access key ids
  [/\beyJ[\w-]{5,2000}\.[\w-]{5,8000}\.[\w-]{0,2000}/g, HIDDEN],
  [/\bsemiont_pat_[\w-]+/g, HIDDEN],
  [/([#?&](?:link|code)=)[^\s"'&#]+/gi, `$1${HIDDEN}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
]

/** A text with everything that looks like a secret blacked out. */
export function redactText(text: string): string {
  return PATTERNS.reduce((redacted, [pattern, replacement]) => redacted.replaceAll(pattern, replacement), text)
}

/** A state with everything that looks like a secret blacked out; only texts and lists of them are, so that `tokens: 3` stays. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecretName(name) && isSecretText(name, member) ? HIDDEN : redactValue(member),
    ]),
  )
}

function isSecretText(name: string, member: unknown): boolean {
  if (Array.isArray(member)) return member.some((item) => typeof item === 'string')
  return typeof member === 'string' && !isNameOfSecret(name, member)
}

/** `{ secret: 'jwt-secret' }` says which one, not what it is. */
function isNameOfSecret(name: string, value: string): boolean {
  return value === '' || (name === 'secret' && isSecretName(value) && /^[a-z]+([-/][a-z0-9]+)*$/.test(value))
}

/**
 * What was typed, as words without secrets: the value of an option with a secret's name and every word after a secret's
 * name are hidden. What was piped in or typed at a prompt is not among them.
 */
export function redactArguments(
  words: readonly string[],
  options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
): string[] {
  const firstSecret = words.findIndex(isSecretName)
  const positionals = words.map((word, index) =>
    firstSecret !== -1 && index > firstSecret ? HIDDEN : redactText(word),
  )
  return [...positionals, ...Object.entries(options).flatMap(([name, value]) => optionWords(name, value))]
}

function optionWords(name: string, value: string | boolean | readonly string[] | undefined): string[] {
  if (value === undefined || value === false) return []
  if (value === true) return [`--${name}`]
  const values = typeof value === 'string' ? [value] : value
  return values.map((each) => `--${name}=${isSecretName(name) ? HIDDEN : redactText(each)}`)
}
