import { drizzle } from 'drizzle-orm/node-postgres'
import type { Hono } from 'hono'
import pg from 'pg'
import { createFeatures } from './features.ts'
import type { Configuration } from './kernel/configuration.ts'
import { createEventLog } from './kernel/event-log.ts'
import type { Feature, Projections } from './kernel/feature.ts'
import { createHttpApp, type HttpEnv } from './kernel/http.ts'
import { createIdempotency } from './kernel/idempotency.ts'
import { newId } from './kernel/ids.ts'
import type { Kernel } from './kernel/kernel.ts'
import { createLogger } from './kernel/logger.ts'
import { TrustedProxies } from './kernel/request-info.ts'
import { startWorker, type Worker } from './kernel/worker.ts'

export interface Application {
  app: Hono<HttpEnv>
  kernel: Kernel
  features: readonly Feature[]
  /** Follows the log and runs scheduled tasks, until close. */
  startWorker(): Promise<Worker>
  /** Ends what would go on for ever, before the server waits for what is in flight. */
  stopping(): void
  close(): Promise<void>
}

/** Puts the parts together; the database must be migrated. */
export async function createApplication(
  configuration: Configuration,
  now: () => Date = () => new Date(),
): Promise<Application> {
  const logger = createLogger({
    service: configuration.role === 'worker' ? 'worker' : 'backend',
    level: configuration.logLevel,
  })
  const pool = new pg.Pool({
    connectionString: configuration.databaseUrl,
    max: configuration.databasePoolSize,
    connectionTimeoutMillis: 10_000,
    application_name: `semiont-${configuration.role}`,
  })
  const onConnectionLost = (error: Error) => logger.warn({ error }, 'A database connection was lost')
  pool.on('error', onConnectionLost)
  pool.on('connect', (client) => client.on('error', onConnectionLost))
  let projections: Projections = {}
  const kernel: Kernel = {
    configuration,
    pool,
    db: drizzle(pool),
    events: createEventLog({ pool, now, projections: () => projections, logger }),
    logger,
    now,
    newId,
  }
  const idempotency = createIdempotency(pool)
  const { features, guard, assertScope, onRefused } = await createFeatures(kernel)
  projections = mergeProjections(features)
  for (const feature of features) await feature.prepare?.()
  const app = createHttpApp({
    routes: features.flatMap((feature) => feature.routes ?? []),
    guard,
    assertScope,
    onRefused,
    idempotency,
    proxies: new TrustedProxies(configuration.trustedProxies),
    logger,
  })
  const tidy = {
    name: 'remove-expired-idempotency-keys',
    schedule: '17 * * * *',
    run: () => idempotency.removeExpired(),
  }
  let worker: Worker | undefined
  return {
    app,
    kernel,
    features,
    async startWorker() {
      worker = await startWorker(kernel, [...features, { scheduled: [tidy] }])
      return worker
    },
    stopping() {
      for (const feature of features) feature.stopping?.()
    },
    async close() {
      await worker?.stop()
      for (const feature of features) await feature.close?.()
      await pool.end()
    },
  }
}

class DuplicateProjectionError extends Error {
  override readonly name = 'DuplicateProjectionError'
  constructor(type: string) {
    super(`Two features project ${type}. One event has one owner; let the second one follow the log.`)
  }
}

function mergeProjections(features: readonly Feature[]): Projections {
  const merged: Record<string, Projections[string]> = {}
  for (const [type, projection] of features.flatMap((feature) => Object.entries(feature.projections ?? {}))) {
    if (merged[type]) throw new DuplicateProjectionError(type)
    merged[type] = projection
  }
  return merged
}
