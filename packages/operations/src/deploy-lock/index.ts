export type { DeployLock } from './deploy-lock.ts'
export { type DeployLockStore, fileLockStore, type SeenLock } from './lock-store.ts'
export { openDeployLock } from './open-deploy-lock.ts'
export { type DeployLockOptions, withDeployLock } from './with-deploy-lock.ts'
