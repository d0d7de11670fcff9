import {
  ACCESS_TOKEN_PREFIX,
  type AccessToken,
  type createMyToken,
  type BodyOf,
  type createdAccessTokenSchema,
  ForbiddenError,
  NotFoundError,
  type Page,
  SCOPES,
  SemiontError,
} from '@semiont/contract'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '../kernel/actor.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { getParticipantById } from '../participants/index.ts'
import { type AccessDeps, later } from './access-deps.ts'
import { accessTokenTable as table } from './access-tables.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'

const MAX_TOKENS = 50

/** Shown this once. @throws SemiontError `invalid-state` when there are too many */
export async function createAccessToken(
  deps: AccessDeps,
  actor: Actor,
  participantId: string,
  { name, scopes, expiresInDays }: BodyOf<typeof createMyToken>,
  request: RequestInfo,
): Promise<z.infer<typeof createdAccessTokenSchema>> {
  const now = deps.now()
  const usable = await deps.db.$count(
    table,
    and(ofParticipant(participantId), sql`${table.expiresAt} > ${now.toISOString()}::timestamptz`),
  )
  if (usable >= MAX_TOKENS) {
    throw new SemiontError('invalid-state', `There are ${MAX_TOKENS} access tokens already.`, {
      action: 'Revoke one that is not needed.',
    })
  }
  const token = newOpaqueToken(ACCESS_TOKEN_PREFIX)
  const row: typeof table.$inferInsert = {
    id: deps.newId('pat'),
    tokenHash: tokenHash(token),
    participantId,
    name,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    hint: token.slice(-4),
    createdBy: actor.id,
    createdAt: now,
    expiresAt: later(now, expiresInDays * 86_400),
  }
  const [stored] = await deps.db.insert(table).values(row).returning()
  if (!stored) throw new SemiontError('internal', 'The access token was not stored.')
  const details = { tokenId: row.id, scopes: row.scopes, for: participantId }
  await deps.security.record({ type: 'access_token.created', participantId: actor.id, origin: request, details })
  return { ...toAccessToken(stored), token }
}

/** Newest first; expired ones too, revoked ones not. */
export async function findAccessTokens(
  { db }: Pick<AccessDeps, 'db'>,
  participantId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<AccessToken>> {
  const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, 2)
  const after =
    cursor === undefined
      ? undefined
      : sql`(${table.createdAt}, ${table.id}) < (${String(createdAt)}::timestamptz, ${String(id)})`
  const rows = await db
    .select()
    .from(table)
    .where(and(ofParticipant(participantId), after))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(limit + 1)
  return toPage(rows, limit, toAccessToken, (row) => [row.createdAt.toISOString(), row.id])
}

/** @throws NotFoundError */
export async function revokeAccessToken(
  deps: AccessDeps,
  actor: Actor,
  participantId: string,
  id: string,
  request: RequestInfo,
): Promise<void> {
  const revoked = await deps.db
    .update(table)
    .set({ revokedAt: deps.now() })
    .where(and(ofParticipant(participantId), eq(table.id, id)))
    .returning({ id: table.id })
  if (revoked.length === 0) throw new NotFoundError('access token', id)
  const details = { tokenId: id, of: participantId }
  await deps.security.record({ type: 'access_token.revoked', participantId: actor.id, origin: request, details })
}

/** The owner of an agent and administrators. @throws NotFoundError, ForbiddenError */
export async function assertManagesAgent(deps: Pick<AccessDeps, 'db'>, actor: Actor, agentId: string): Promise<void> {
  const agent = await getParticipantById(deps.db, agentId)
  if (actor.role === 'administrator' || agent.agent?.ownerId === actor.id) return
  throw new ForbiddenError(`The access tokens of ${agent.name} are for its owner.`, {
    action: 'Ask its owner or an administrator.',
  })
}

function ofParticipant(participantId: string) {
  return and(eq(table.participantId, participantId), isNull(table.revokedAt))
}

function toAccessToken(row: typeof table.$inferSelect): AccessToken {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    hint: row.hint,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
