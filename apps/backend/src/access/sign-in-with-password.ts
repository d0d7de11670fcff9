import { SemiontError } from '@semiont/contract'
import type { RequestInfo } from '../kernel/request-info.ts'
import { inTransaction } from '@semiont/event-store'
import { emailKey } from '../participants/index.ts'
import type { AccessDeps } from './access-deps.ts'
import { isPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { disabledRefusal, KnownRefusal } from './refusal.ts'
import { type SessionTokens, startSession } from './sessions.ts'

interface Account {
  participant_id: string
  status: 'active' | 'disabled'
  hash: string | null
}

/** @throws UnauthenticatedError the same way whether address or password is wrong; RateLimitedError */
export async function signInWithPassword(
  deps: AccessDeps & { limits: RateLimits },
  { email, password }: { email: string; password: string },
  request: RequestInfo,
): Promise<SessionTokens> {
  if (!deps.configuration.passwordSignIn) {
    throw new SemiontError('forbidden', 'Signing in with a password is switched off here.', {
      action: 'Sign in through a provider or with a link.',
    })
  }
  const key = emailKey(email)
  await deps.limits.take('account', `${key} ${request.ip}`)
  await deps.limits.take('accountEverywhere', key)
  const { rows } = await deps.pool.query<Account>(
    `select a.participant_id, p.status, w.hash from participant_accounts a
     join participants p on p.id = a.participant_id
     left join passwords w on w.participant_id = a.participant_id
     where a.email_key = $1`,
    [key],
  )
  const account = rows[0]
  const matches = await isPassword(password, account?.hash ?? undefined)
  if (!account || !matches) {
    throw new KnownRefusal(account?.participant_id, 'credentials', 'E-mail address or password is wrong.', {
      action: 'Check both; an administrator can send a one-time link.',
    })
  }
  // Only who knows the password learns that the account is disabled.
  if (account.status === 'disabled') throw disabledRefusal(account.participant_id)
  return await inTransaction(deps.pool, (tx) =>
    startSession(deps, tx, { participantId: account.participant_id, method: 'password' }, request),
  )
}
