import type { SecretReview } from '@semiont/config'

const KEY_STATES = {
  next: 'waits until every service knows it',
  active: 'signs',
  retiring: 'only verifies, until what it signed has expired',
  revoked: 'is refused',
} as const

/** What is known about a secret, in lines; never its value. */
export function describeSecret(secret: SecretReview): string[] {
  const { name, state, ageDays, usedBy, detail, next, keys } = secret
  const age =
    ageDays === null ? '' : `, ${ageDays === 0 ? 'of today' : ageDays === 1 ? '1 day old' : `${ageDays} days old`}`
  const users = usedBy.length === 0 ? '' : `, used by ${usedBy.join(', ')}`
  return [
    `${name}: ${state}${age}${users}${detail === null ? '' : `: ${detail}`}`,
    ...(keys ?? []).map(
      (key) =>
        `  key ${key.kid.slice(0, 6)} of ${key.createdAt.slice(0, 10)} is ${key.state}: it ${KEY_STATES[key.state]}`,
    ),
    ...(next === null ? [] : [`  ${next}`]),
  ]
}
