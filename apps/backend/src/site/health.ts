import type { Health } from '@semiont/contract'
import { pendingMigrations } from '@semiont/event-store'
import type { Kernel } from '../kernel/kernel.ts'
import { migrationFolders } from '../migrations.ts'

const startedAt = performance.now()
const PATIENCE_MS = 2_000

export async function readHealth(kernel: Kernel): Promise<Health> {
  const database = await probeDatabase(kernel)
  const pending = database.status === 'ok' ? await findPendingMigrations(kernel) : []
  const migrations = { status: pending.length === 0 ? ('ok' as const) : ('unavailable' as const), pending }
  return {
    status: database.status === 'ok' && pending.length === 0 ? 'ok' : 'unavailable',
    service: 'backend',
    version: kernel.configuration.version,
    role: kernel.configuration.role,
    uptimeSeconds: Math.round((performance.now() - startedAt) / 1000),
    checks: { database, migrations },
  }
}

/** Once nothing is pending, nothing can become pending while this process runs. */
let migrated = false

async function findPendingMigrations(kernel: Kernel): Promise<string[]> {
  if (migrated) return []
  const pending = await pendingMigrations(kernel.pool, migrationFolders())
  migrated = pending.length === 0
  return pending.map(({ packageName, id }) => `${packageName} ${id}`)
}

async function probeDatabase(kernel: Kernel): Promise<Health['checks']['database']> {
  const started = performance.now()
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const timeout = new Promise<'timeout'>((resolve) => patience.addEventListener('abort', () => resolve('timeout')))
  try {
    const outcome = await Promise.race([kernel.pool.query('select 1'), timeout])
    if (outcome === 'timeout') return { status: 'unavailable', detail: `no answer within ${PATIENCE_MS} ms` }
    return { status: 'ok', latencyMs: Math.round((performance.now() - started) * 10) / 10 }
  } catch (error) {
    kernel.logger.error({ error }, 'The database does not answer')
    return { status: 'unavailable', detail: 'the database does not answer' }
  }
}
