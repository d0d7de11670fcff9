import { SYSTEM_ACTOR_ID } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createSecurityLog } from '../security-events/index.ts'
import { asFirstAdministrator } from './first-administrator.ts'
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
    return await asFirstAdministrator(kernel, security, options, async (participantId, tx) => {
      const link = { participantId, createdBy: SYSTEM_ACTOR_ID, expiresInHours: options.expiresInHours ?? 24 }
      const { url } = await createSignInLink(kernel, tx, link)
      await security.record({ type: 'link.created', reason: 'administrator', details: { for: participantId } }, tx)
      return url
    })
  } finally {
    await security.close()
  }
}
