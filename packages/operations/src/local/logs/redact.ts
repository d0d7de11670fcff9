const HIDDEN = '[hidden]'
const SECRET_NAME =
  /^(authorization|cookie|set-cookie|password|passphrase|secret|jwt_?keys?|.*(password|secret|api[-_]?key|token))$/i
const SECRET_NAME_SAFE = /^(startToken|tokens|.*tokens)$/

/** Where a secret can stand inside a text: addresses with a password, bearer tokens, one-time links, JWTs. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, `$1${HIDDEN}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, `$1 ${HIDDEN}`],
  [/([#?&](?:link|token|code|access_token|refresh_token|id_token|client_secret)=)[^\s&"'#]+/gi, `$1${HIDDEN}`],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, HIDDEN],
]

/** The text without what would let its reader in somewhere. */
export function redactText(text: string): string {
  let redacted = text
  for (const [pattern, replacement] of SECRET_TEXT) redacted = redacted.replace(pattern, replacement)
  return redacted
}

/** A value as logged, with secrets hidden by the name of their member or by what they look like. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null || depth > 8) return value
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name) ? HIDDEN : redactValue(member, depth + 1)]),
  )
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !SECRET_NAME_SAFE.test(name)
}
