import pg from 'pg'
import { createOperatorSession } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'
import { newId } from '../kernel/ids.ts'
import { createLogger } from '../kernel/logger.ts'

/**
 * `{"token", "expiresAt"}`: an access token of the first administrator for minutes; it is not logged.
 * A command waits for it, so it opens no more of the application than it needs.
 */
export async function makeOperatorToken(configuration: Configuration): Promise<string> {
  const pool = new pg.Pool({ connectionString: configuration.databaseUrl, max: 1, connectionTimeoutMillis: 10_000 })
  const logger = createLogger({ service: 'backend', level: 'silent' })
  try {
    const kernel = { pool, configuration, logger, newId, now: () => new Date() }
    const { token, expiresAt } = await createOperatorSession(kernel)
    return JSON.stringify({ token, expiresAt: expiresAt.toISOString() })
  } finally {
    await pool.end()
  }
}
