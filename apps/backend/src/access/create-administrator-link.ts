import { SYSTEM_ACTOR_ID } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { inTransaction } from '@semiont/event-store'
import { emailKey, registerParticipant } from '../participants/index.ts'
import { createSecurityLog } from '../security-events/index.ts'
import { createSignInLink } from './sign-in-links.ts'

interface AdministratorLinkOptions {
  name?: string
  /** Of the administrator to register when there is none. */
  email?: string
  expiresInHours?: number
}

/**
 * A one-time link for the administrator who has been here longest; registers the first one when there is none.
 * For whoever has the machine: it needs no sign-in.
 */
export async function createAdministratorLink(kernel: Kernel, options: AdministratorLinkOptions = {}): Promise<string> {
  const security = createSecurityLog(kernel)
  try {
    return await inTransaction(kernel.pool, async (lock) => {
      // Two first starts at the same moment must not register two administrators.
      await lock.query(`select pg_advisory_xact_lock(hashtext('semiont-first-administrator'))`)
      const participantId = (await findAdministrator(kernel)) ?? (await registerFirst(kernel, security, options))
      const link = { participantId, createdBy: SYSTEM_ACTOR_ID, expiresInHours: options.expiresInHours ?? 24 }
      const { url } = await createSignInLink(kernel, lock, link)
      await security.record({ type: 'link.created', reason: 'administrator', details: { for: participantId } }, lock)
      return url
    })
  } finally {
    await security.close()
  }
}

async function findAdministrator({ pool }: Kernel): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from participants where kind = 'person' and role = 'administrator' and status = 'active' order by created_at, id limit 1`,
  )
  return rows[0]?.id
}

async function registerFirst(
  kernel: Kernel,
  security: ReturnType<typeof createSecurityLog>,
  { name = 'Administrator', email }: AdministratorLinkOptions,
): Promise<string> {
  const { id } = await registerParticipant(
    { ...kernel, security },
    {
      kind: 'person',
      name,
      role: 'administrator',
      agent: null,
      email: email === undefined ? null : { address: email, key: emailKey(email) },
      invited: true,
    },
  )
  return id
}
