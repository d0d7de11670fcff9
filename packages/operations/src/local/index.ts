export { createAdministratorLink } from './administrator-link.ts'
export {
  type Installation,
  type InstallationOptions,
  type Programs,
  startInstallation,
  type StartReport,
  type Step,
} from './installation.ts'
export { findRunningInstance, type RunningInstance } from './instance-lock.ts'
export { type LocalPlatformOptions, openLocalPlatform } from './local-platform.ts'
export type { ServiceState } from './processes/supervised-process.ts'
