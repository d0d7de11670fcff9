export { type DeployLock, readDeployLock } from './deploy-lock.ts'
export { type DeployLockOptions, withDeployLock } from './with-deploy-lock.ts'
