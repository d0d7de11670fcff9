export { createAdministratorLink } from './local/administrator-link.ts'
export {
  AlreadyRunningError,
  OperationError,
  PortBusyError,
  PostgresError,
  ServiceFailedError,
} from './local/errors.ts'
export {
  type Installation,
  type InstallationOptions,
  type Programs,
  startInstallation,
  type StartReport,
  type Step,
} from './local/installation.ts'
export { findRunningInstance, type RunningInstance } from './local/instance-lock.ts'
export type { ServiceState } from './local/processes/supervised-process.ts'
export { rotateJwtSecret } from './local/secrets.ts'
