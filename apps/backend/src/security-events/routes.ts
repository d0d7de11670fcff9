import { ForbiddenError, listSecurityEvents, summarizeSecurityEvents } from '@semiont/contract'
import { lt } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'
import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { route } from '../kernel/route.ts'
import { findSecurityEvents, summarizeSecurity } from './security-event-queries.ts'
import { securityEventTable } from './security-event-table.ts'
import type { SecurityLog } from './security-log.ts'

const KEPT_DAYS = 400

export function createSecurityEventsFeature(kernel: Kernel, log: SecurityLog): Feature {
  return {
    routes: [
      route(listSecurityEvents, async ({ actor, query }) => {
        assertAdministrator(actor)
        await log.flush()
        return await findSecurityEvents(kernel.db, query)
      }),
      route(summarizeSecurityEvents, async ({ actor, query }) => {
        assertAdministrator(actor)
        await log.flush()
        return await summarizeSecurity(kernel.db, query.window, kernel.now())
      }),
    ],
    scheduled: [
      {
        name: 'remove-old-security-events',
        schedule: '41 3 * * *',
        async run() {
          const oldest = new Date(kernel.now().getTime() - KEPT_DAYS * 86_400_000)
          await kernel.db.delete(securityEventTable).where(lt(securityEventTable.occurredAt, oldest))
        },
      },
    ],
    close: () => log.close(),
  }
}

function assertAdministrator(actor: Actor): void {
  if (actor.role === 'administrator') return
  throw new ForbiddenError('Security events are for administrators.', { action: 'Ask an administrator.' })
}
