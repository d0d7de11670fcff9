import type { Configuration } from '../kernel/configuration.ts'
import { printAdministratorLink } from './admin-link.ts'
import { migrateDatabase } from './migrate.ts'

/** What the backend's program does once and ends, instead of serving: `node main.js <name> [arguments]`. */
export interface Task {
  readonly name: string
  /** Standard output is the result, for whoever started it; what is said on the way goes to standard error. */
  run(configuration: Configuration, args: readonly string[]): Promise<void>
}

export const TASKS: readonly Task[] = [
  { name: 'migrate', run: migrateDatabase },
  { name: 'admin-link', run: printAdministratorLink },
]
