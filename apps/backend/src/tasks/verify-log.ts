import { type LogReview, reviewLog, type VerifiedLog } from '@semiont/event-store'
import pg from 'pg'
import { z } from 'zod'
import { type Configuration, ConfigurationError } from '../kernel/configuration.ts'

/** Verified at most by a quick look at a log about which nothing is known: some 200 ms. */
const NEWEST = 10_000

const verifiedLogSchema = z.strictObject({ log: z.string(), before: z.string().regex(/^\d+$/), events: z.int().min(0) })

/**
 * `verify-log` verifies the hash chain of every event; `verify-log --quick [<what an earlier answer gave as verifiedLog>]`
 * what was written since. Answers a LogReview as JSON.
 */
export async function verifyLog({ databaseUrl }: Configuration, args: readonly string[]): Promise<string> {
  const review = await withPool(databaseUrl, async (pool) => await reviewLog(pool, readOptions(args)))
  return JSON.stringify(review)
}

function readOptions([mode, since]: readonly string[]): { since?: VerifiedLog; atMost?: number } {
  if (mode === undefined) return {}
  if (mode !== '--quick') throw new ConfigurationError(`verify-log takes --quick, not "${mode}".`)
  if (since === undefined) return { atMost: NEWEST }
  return { atMost: NEWEST, since: verifiedLogSchema.parse(JSON.parse(since)) }
}

async function withPool(databaseUrl: string, act: (pool: pg.Pool) => Promise<LogReview>): Promise<LogReview> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  try {
    return await act(pool)
  } finally {
    await pool.end()
  }
}
