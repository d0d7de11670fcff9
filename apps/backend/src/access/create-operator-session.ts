import { inTransaction } from '@semiont/event-store'
import type { Kernel } from '../kernel/kernel.ts'
import { createSecurityLog } from '../security-events/index.ts'
import { later } from './access-deps.ts'
import { findFirstAdministrator } from './find-first-administrator.ts'
import { createKeyRing } from './key-ring.ts'
import { ACCESS_TOKEN_SECONDS, createSignedTokens } from './signed-token.ts'

export interface OperatorSession {
  token: string
  expiresAt: Date
}

export class NoAdministratorError extends Error {
  override readonly name = 'NoAdministratorError'
  constructor() {
    super('There is no administrator to act as. Make one with: semiont admin-link')
  }
}

/**
 * A session of the first administrator for whoever operates the machine, in the words of a one-time link that is used at
 * once: it ends with its only access token, has no refresh token, stands in the administrator's list of sessions, and can
 * be ended there. It does not count as the administrator having been here.
 * @throws NoAdministratorError
 */
export async function createOperatorSession(
  kernel: Pick<Kernel, 'pool' | 'configuration' | 'now' | 'newId' | 'logger'>,
): Promise<OperatorSession> {
  const { configuration } = kernel
  const tokens = createSignedTokens(createKeyRing(configuration.jwtKeys), configuration.publicUrl, () => kernel.now())
  const security = createSecurityLog(kernel)
  try {
    return await inTransaction(kernel.pool, async (tx) => {
      const participantId = await findFirstAdministrator(tx)
      if (participantId === undefined) throw new NoAdministratorError()
      const now = kernel.now()
      const expiresAt = later(now, ACCESS_TOKEN_SECONDS)
      const sessionId = kernel.newId('ses')
      await tx.query(
        `insert into sessions (id, participant_id, method, user_agent, created_at, last_used_at, expires_at)
         values ($1, $2, 'link', 'semiont command line', $3, $3, $4)`,
        [sessionId, participantId, now, expiresAt],
      )
      const event = { reason: 'operator', participantId, details: { sessionId, expiresAt: expiresAt.toISOString() } }
      await security.record({ type: 'auth.succeeded', ...event }, tx)
      await security.record({ type: 'token.issued', ...event }, tx)
      return { token: await tokens.issueAccessToken({ participantId, sessionId }), expiresAt }
    })
  } finally {
    await security.close()
  }
}
