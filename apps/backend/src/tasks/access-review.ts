import pg from 'pg'
import { reviewAccess } from './review-access.ts'
import type { Configuration } from '../kernel/configuration.ts'

/** Prints as JSON who may do what here, and when they last did: a list of AccessReviewEntry. Needs the database alone. */
export async function printAccessReview({ databaseUrl }: Configuration): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  try {
    process.stdout.write(`${JSON.stringify(await reviewAccess(pool, new Date()))}\n`)
  } finally {
    await pool.end()
  }
}
