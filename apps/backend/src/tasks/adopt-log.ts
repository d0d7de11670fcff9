import { adoptRestoredLog } from '@semiont/event-store'
import pg from 'pg'
import type { Configuration } from '../kernel/configuration.ts'

/** After the rows of a log were copied into another server, before anything is appended. Prints `{"adopted": …}`. */
export async function adoptLog({ databaseUrl }: Configuration): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  try {
    process.stdout.write(`${JSON.stringify(await adoptRestoredLog(pool))}\n`)
  } finally {
    await pool.end()
  }
}
