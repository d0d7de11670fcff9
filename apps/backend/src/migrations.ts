import { join } from 'node:path'
import { eventStoreMigrations } from '@semiont/event-store'
import { packageFolder } from './kernel/package-folder.ts'

/** All migration folders in the order in which they are applied. */
export function migrationFolders(): string[] {
  return [eventStoreMigrations, join(packageFolder(), 'migrations')]
}
