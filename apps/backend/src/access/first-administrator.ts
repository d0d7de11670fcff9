import { inTransaction } from '@semiont/event-store'
import type pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'
import { emailKey, registerParticipant } from '../participants/index.ts'
import type { SecurityLog } from '../security-events/index.ts'
import { findFirstAdministrator } from './find-first-administrator.ts'

interface FirstAdministratorOptions {
  name?: string
  /** Of the administrator to register when there is none. */
  email?: string
}

/**
 * Acts for the administrator who has been here longest, in one transaction; registers the first one when there is none.
 * For whoever has the machine: it needs no sign-in.
 */
export async function asFirstAdministrator<Result>(
  kernel: Kernel,
  security: SecurityLog,
  options: FirstAdministratorOptions,
  act: (participantId: string, tx: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return await inTransaction(kernel.pool, async (tx) => {
    // Two first starts at the same moment must not register two administrators.
    await tx.query(`select pg_advisory_xact_lock(hashtext('semiont-first-administrator'))`)
    return await act((await findFirstAdministrator(tx)) ?? (await registerFirst(kernel, security, options)), tx)
  })
}

async function registerFirst(
  kernel: Kernel,
  security: SecurityLog,
  { name = 'Administrator', email }: FirstAdministratorOptions,
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
