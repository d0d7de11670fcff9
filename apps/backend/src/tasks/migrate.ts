import { migrate } from '@semiont/event-store'
import type { Configuration } from '../kernel/configuration.ts'
import { createLogger } from '../kernel/logger.ts'
import { migrationFolders } from '../migrations.ts'

/** Brings the database to the version of this program. */
export async function migrateDatabase(configuration: Configuration): Promise<undefined> {
  const applied = await migrate(configuration.databaseUrl, migrationFolders())
  const logger = createLogger({ service: 'backend', level: configuration.logLevel })
  logger.info(
    { applied: applied.map(({ packageName, id }) => `${packageName} ${id}`) },
    `Applied ${applied.length} migrations`,
  )
  return undefined
}
