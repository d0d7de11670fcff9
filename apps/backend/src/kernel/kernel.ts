import type { IdPrefix } from '@semiont/contract'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Configuration } from './configuration.ts'
import type { EventLog } from './event-log.ts'
import type { Logger } from './logger.ts'

/** What every feature is built on; features take it (or a part of it) as their argument. */
export interface Kernel {
  configuration: Configuration
  pool: pg.Pool
  db: NodePgDatabase
  events: EventLog
  logger: Logger
  now(): Date
  newId(prefix: IdPrefix): string
}
