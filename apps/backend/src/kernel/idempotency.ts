import { createHash } from 'node:crypto'
import { InvalidRequestError, SemiontError } from '@semiont/contract'
import type pg from 'pg'

/** Draft-ietf-httpapi-idempotency-key-header: one key, one effect, the same answer again for a day. */
export interface Idempotency {
  once(actorId: string, key: string | undefined, fingerprint: string, run: () => Promise<Response>): Promise<Response>
  removeExpired(): Promise<void>
}

/** Whoever began with a key and did not finish within this time has died; the key may be tried again. */
const ABANDONED_AFTER = '15 minutes'

export function createIdempotency(pool: pg.Pool): Idempotency {
  return {
    async once(actorId, key, fingerprint, run) {
      if (key === undefined) return await run()
      if (!/^[!-~]{1,200}$/.test(key)) {
        throw new InvalidRequestError([
          { path: 'header.idempotency-key', message: 'must be 1 to 200 visible ASCII characters' },
        ])
      }
      const digest = createHash('sha256').update(fingerprint).digest('hex')
      const earlier = await claim(pool, actorId, key, digest)
      if (earlier) return earlier
      try {
        const response = await run()
        await finish(pool, actorId, key, response)
        return response
      } catch (error) {
        await pool.query('delete from idempotency_keys where actor_id = $1 and key = $2', [actorId, key])
        throw error
      }
    },
    async removeExpired() {
      await pool.query(`delete from idempotency_keys where created_at < now() - interval '1 day'`)
    },
  }
}

interface KeyRow {
  fingerprint: string
  status: number | null
  body: string | null
}

/** Takes the key for this request, or answers what the first request with it answered. */
async function claim(pool: pg.Pool, actorId: string, key: string, digest: string): Promise<Response | undefined> {
  const taken = await pool.query(
    `insert into idempotency_keys (actor_id, key, fingerprint) values ($1, $2, $3)
     on conflict (actor_id, key) do update set created_at = now(), fingerprint = excluded.fingerprint
       where idempotency_keys.status is null and idempotency_keys.created_at < now() - $4::interval
     returning 1`,
    [actorId, key, digest, ABANDONED_AFTER],
  )
  if (taken.rowCount === 1) return undefined
  const { rows } = await pool.query<KeyRow>(
    'select fingerprint, status, body from idempotency_keys where actor_id = $1 and key = $2',
    [actorId, key],
  )
  const row = rows[0]
  if (row && row.fingerprint !== digest) {
    throw new SemiontError('idempotency-mismatch', 'This Idempotency-Key came with a different request before.', {
      action: 'Use a new key for a new request.',
    })
  }
  if (!row || row.status === null) {
    throw new SemiontError('invalid-state', 'The first request with this Idempotency-Key is still being worked on.', {
      action: 'Wait a moment and send the same request again.',
    })
  }
  return new Response(row.body, {
    status: row.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}

async function finish(pool: pg.Pool, actorId: string, key: string, response: Response): Promise<void> {
  await pool.query('update idempotency_keys set status = $3, body = $4 where actor_id = $1 and key = $2', [
    actorId,
    key,
    response.status,
    await response.clone().text(),
  ])
}
