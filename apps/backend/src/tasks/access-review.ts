import pg from 'pg'
import { reviewAccess } from './review-access.ts'
import type { Configuration } from '../kernel/configuration.ts'

/** As JSON who may do what here, and when they last did: a list of AccessReviewEntry. Needs the database alone. */
export async function listAccess({ databaseUrl }: Configuration): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  try {
    return JSON.stringify(await reviewAccess(pool, new Date()))
  } finally {
    await pool.end()
  }
}
