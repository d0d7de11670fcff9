export { createAdministratorLink } from './administrator-link.ts'
export { findParentLink, type ParentLink } from './detached/parent-link.ts'
export { startDetached } from './detached/start-detached.ts'
export {
  type Installation,
  type InstallationOptions,
  startInstallation,
  type StartReport,
  type Step,
} from './installation.ts'
export { findRunningInstance, type RunningInstance } from './instance-lock.ts'
export { type LocalPlatformOptions, openLocalPlatform } from './local-platform.ts'
export { logsFolderOf } from './service-logs.ts'
export type { Programs } from './services/launch-plan.ts'
