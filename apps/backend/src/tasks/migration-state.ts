import { compareMigrations } from '@semiont/event-store'
import type { Configuration } from '../kernel/configuration.ts'
import { migrationFolders } from '../migrations.ts'

/** As JSON which migrations of this program the database has, lacks, has in another wording or does not know from it. */
export async function readMigrationState({ databaseUrl }: Configuration): Promise<string> {
  return JSON.stringify(await compareMigrations(databaseUrl, migrationFolders()))
}
