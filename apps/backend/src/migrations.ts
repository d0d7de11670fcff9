import { createRequire } from 'node:module'
import { join, dirname } from 'node:path'
import { eventStoreMigrations } from '@semiont/event-store'

/** All migration folders in the order in which they are applied. */
export function migrationFolders(): string[] {
  const backend = dirname(createRequire(import.meta.url).resolve('@semiont/backend/package.json'))
  return [eventStoreMigrations, join(backend, 'migrations')]
}
