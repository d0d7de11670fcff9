import type { Configuration } from '../kernel/configuration.ts'

/** What the backend's program does once and ends, instead of serving: `node main.js <name> [arguments]`. */
export interface Task {
  readonly name: string
  /**
   * Standard output is the result, for whoever started it; what is said on the way goes to standard error. Its code is
   * imported when it runs: most tasks need a small part of the application.
   */
  run(configuration: Configuration, args: readonly string[]): Promise<void>
}

export const TASKS: readonly Task[] = [
  { name: 'migrate', run: async (given) => (await import('./migrate.ts')).migrateDatabase(given) },
  { name: 'bootstrap-database', run: async (given) => (await import('./bootstrap-database.ts')).printBootstrap(given) },
  { name: 'admin-link', run: async (given) => (await import('./admin-link.ts')).printAdministratorLink(given) },
  { name: 'migration-state', run: async (given) => (await import('./migration-state.ts')).printMigrationState(given) },
  { name: 'verify-log', run: async (given, args) => (await import('./verify-log.ts')).verifyLog(given, args) },
  { name: 'make-schema', run: async (given) => (await import('./make-schema.ts')).makeSchema(given) },
  { name: 'adopt-log', run: async (given, args) => (await import('./adopt-log.ts')).adoptLog(given, args) },
  { name: 'access-review', run: async (given) => (await import('./access-review.ts')).printAccessReview(given) },
  { name: 'probe-domains', run: async (given) => (await import('./probe-domains.ts')).printDomainProbes(given) },
  { name: 'operator-token', run: async (given) => (await import('./operator-token.ts')).printOperatorToken(given) },
]
