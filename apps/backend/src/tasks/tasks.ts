import type { Configuration } from '../kernel/configuration.ts'

/** What the backend's program does once and ends, instead of serving: `node main.js <name> [arguments]`. */
export interface Task {
  readonly name: string
  /**
   * Returns the result, for whoever started it; what is said on the way is logged. Its code is imported when it runs: most
   * tasks need a small part of the application.
   */
  run(configuration: Configuration, args: readonly string[]): Promise<string | undefined>
}

export const TASKS: readonly Task[] = [
  { name: 'migrate', run: async (given) => (await import('./migrate.ts')).migrateDatabase(given) },
  { name: 'bootstrap-database', run: async (given) => (await import('./bootstrap-database.ts')).bootstrap(given) },
  { name: 'admin-link', run: async (given) => (await import('./admin-link.ts')).makeAdministratorLink(given) },
  { name: 'migration-state', run: async (given) => (await import('./migration-state.ts')).readMigrationState(given) },
  { name: 'verify-log', run: async (given, args) => (await import('./verify-log.ts')).verifyLog(given, args) },
  { name: 'make-schema', run: async (given) => (await import('./make-schema.ts')).makeSchema(given) },
  { name: 'adopt-log', run: async (given, args) => (await import('./adopt-log.ts')).adoptLog(given, args) },
  { name: 'access-review', run: async (given) => (await import('./access-review.ts')).listAccess(given) },
  { name: 'probe-domains', run: async (given) => (await import('./probe-domains.ts')).probeDomains(given) },
  { name: 'operator-token', run: async (given) => (await import('./operator-token.ts')).makeOperatorToken(given) },
]
