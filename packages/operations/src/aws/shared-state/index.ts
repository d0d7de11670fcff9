export { openSharedLock } from './shared-lock.ts'
export { openSharedTrail } from './shared-trail.ts'
