import { OperationError } from '../errors.ts'
import type { Platform } from '../platform/platform.ts'

/**
 * Another link that signs the administrator of an installation in once: the first one may be lost.
 * @throws OperationError when the database cannot be reached
 */
export async function createAdministratorLink(platform: Platform, signal: AbortSignal): Promise<string> {
  const output = await platform.runBackendTask({ args: ['admin-link'], signal })
  const link = output.split('\n').find((line) => /^https?:\/\//.test(line))
  if (link !== undefined) return link
  throw new OperationError('The backend made no link.', 'See why with: semiont logs --service backend')
}
