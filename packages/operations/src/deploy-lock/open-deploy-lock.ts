import { type Environment, stateDirectoryOf } from '@semiont/config'
import { type DeployLockStore, fileLockStore } from './lock-store.ts'

/** The deploy lock of an environment: in its folder, or where the installation is when that is on AWS. */
export async function openDeployLock(environment: Environment): Promise<DeployLockStore> {
  if (environment.settings.platform !== 'aws') return fileLockStore(stateDirectoryOf(environment))
  const { openSharedLock } = await import('../aws/shared-state/index.ts')
  return await openSharedLock(environment)
}
