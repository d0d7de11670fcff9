import { type Environment, stateDirectoryOf } from '@semiont/config'
import { type AuditTrail, fileTrail } from './trail.ts'

/**
 * The trail of an environment: in its folder, or where the installation is when that is on AWS.
 * @param say told when a record could be kept on this machine alone
 */
export async function openTrail(environment: Environment, say?: (text: string) => void): Promise<AuditTrail> {
  if (environment.settings.platform !== 'aws') return fileTrail(stateDirectoryOf(environment))
  const { openSharedTrail } = await import('../aws/shared-state/index.ts')
  return openSharedTrail(environment, say)
}
