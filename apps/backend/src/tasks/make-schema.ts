import { text } from 'node:stream/consumers'
import { MigrationEditedError, MigrationFilesError, migrateLike } from '@semiont/event-store'
import { z } from 'zod'
import type { Configuration } from '../kernel/configuration.ts'
import { migrationFolders } from '../migrations.ts'

const appliedSchema = z.array(z.object({ package: z.string(), id: z.string(), checksum: z.string() }))

/**
 * Applies the migrations that standard input names (JSON: package, id, checksum) to an empty database, so that it can take
 * the rows of a backup. Answers `{"refused": null}`, or why these are not migrations of this program.
 */
export async function makeSchema({ databaseUrl }: Configuration): Promise<string> {
  const applied = appliedSchema.parse(JSON.parse(await text(process.stdin)))
  const refused = await migrateLike(
    databaseUrl,
    migrationFolders(),
    applied.map(({ package: packageName, id, checksum }) => ({ packageName, id, checksum })),
  ).then(
    () => null,
    (error: unknown) => {
      if (error instanceof MigrationFilesError) return error.message
      if (error instanceof MigrationEditedError)
        return `${error.migration} of ${error.packageName} has another content.`
      throw error
    },
  )
  return JSON.stringify({ refused })
}
