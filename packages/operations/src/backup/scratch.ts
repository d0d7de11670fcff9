import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDirectoryOf } from '@semiont/config'
import type { DatabaseAccess, Platform } from '../platform/platform.ts'
import { type BlobFolder, openBlobFolder } from './blobs/blob-folder.ts'
import { DatabaseAdministration } from './database/administration.ts'

const STAGING = 'restoring-'

export interface Scratch {
  readonly administration: DatabaseAdministration
  /** Name of an empty database of the application's role. */
  readonly database: string
  readonly databaseUrl: string
  /** An empty folder in the file system of the documents, so that files move into place at once. */
  readonly staging: BlobFolder
  /** The documents of the installation. */
  readonly blobs: BlobFolder
}

/**
 * Calls `act` with a database and a folder of its own beside those of the installation, and removes both afterwards: after an
 * error and Ctrl-C too. What a killed process left is removed by the next one.
 */
export async function withScratch<Result>(
  platform: Platform,
  access: DatabaseAccess,
  now: Date,
  act: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const blobs = openBlobFolder(join(dataDirectoryOf(platform.environment), 'blobs'))
  return await DatabaseAdministration.use(access, async (administration) => {
    await mkdir(blobs.directory, { recursive: true, mode: 0o700 })
    await removeLeftovers(blobs.directory)
    const folder = await mkdtemp(join(blobs.directory, STAGING))
    const database = await administration.createScratch(now)
    try {
      const staging = openBlobFolder(folder)
      return await act({ administration, database, databaseUrl: administration.urlOf(database), staging, blobs })
    } finally {
      await rm(folder, { recursive: true, force: true })
      await administration.drop(database)
    }
  })
}

async function removeLeftovers(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(STAGING))
  for (const name of names) await rm(join(directory, name), { recursive: true, force: true })
}
