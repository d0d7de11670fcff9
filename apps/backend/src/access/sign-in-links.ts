import { UnauthenticatedError } from '@semiont/contract'
import type pg from 'pg'
import type { RequestInfo } from '../kernel/request-info.ts'
import { inTransaction } from '@semiont/event-store'
import { type AccessDeps, later } from './access-deps.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'
import { disabledRefusal } from './refusal.ts'
import { type SessionTokens, startSession } from './sessions.ts'

export interface SignInLink {
  url: string
  expiresAt: Date
}

/** Makes a link that signs in once. A new one replaces those that were not used. */
export async function createSignInLink(
  deps: Pick<AccessDeps, 'now' | 'configuration'>,
  tx: pg.PoolClient,
  link: { participantId: string; createdBy: string; expiresInHours: number },
): Promise<SignInLink> {
  const token = newOpaqueToken('')
  const createdAt = deps.now()
  const expiresAt = later(createdAt, link.expiresInHours * 3_600)
  await tx.query('delete from sign_in_links where participant_id = $1 and used_at is null', [link.participantId])
  await tx.query(
    'insert into sign_in_links (token_hash, participant_id, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    [tokenHash(token), link.participantId, link.createdBy, createdAt, expiresAt],
  )
  return { url: `${deps.configuration.publicUrl}/link?token=${token}`, expiresAt }
}

/** @throws UnauthenticatedError when the link is unknown, used up or expired, or its person disabled */
export async function signInWithLink(deps: AccessDeps, token: string, request: RequestInfo): Promise<SessionTokens> {
  return await inTransaction(deps.pool, async (tx) => {
    const now = deps.now()
    const { rows } = await tx.query<{ participant_id: string; status: 'active' | 'disabled' }>(
      `update sign_in_links l set used_at = $2 from participants p
       where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and p.id = l.participant_id
       returning l.participant_id, p.status`,
      [tokenHash(token), now],
    )
    const link = rows[0]
    if (!link) {
      throw new UnauthenticatedError(
        'credentials',
        'This link does not work: it was used already, has expired or was replaced.',
        {
          action: 'Ask an administrator for a new link.',
        },
      )
    }
    if (link.status === 'disabled') throw disabledRefusal(link.participant_id)
    return await startSession(deps, tx, { participantId: link.participant_id, method: 'link' }, request)
  })
}
