import { adoptRestoredLog, adoptRewoundLog } from '@semiont/event-store'
import pg from 'pg'
import { type Configuration, ConfigurationError } from '../kernel/configuration.ts'

/**
 * Before anything is appended: `adopt-log` after the rows of a log were copied into another server, `adopt-log --rewound` after
 * the server itself was taken back in time. Answers `{"adopted": …}`.
 */
export async function adoptLog({ databaseUrl }: Configuration, [mode]: readonly string[]): Promise<string> {
  if (mode !== undefined && mode !== '--rewound') {
    throw new ConfigurationError(`adopt-log takes --rewound, not "${mode}".`)
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {})
  try {
    if (mode === '--rewound') await adoptRewoundLog(pool)
    const adopted = mode === '--rewound' ? { adopted: true } : await adoptRestoredLog(pool)
    return JSON.stringify(adopted)
  } finally {
    await pool.end()
  }
}
