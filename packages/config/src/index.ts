export type { EnvironmentSettings } from './environment-schema.ts'
export { ConfigurationError, EnvironmentNotFoundError, SecretError } from './errors.ts'
export { createJwtKey, type JwtKey, jwtKeyRingSchema, MINIMUM_SECRET_LENGTH, parseKeyRing } from './jwt-key-ring.ts'
export {
  finishJwtRoll,
  JWT_KEYS_SECRET,
  jwtKeysForRoll,
  jwtKeysForStart,
  readJwtKeys,
  revokeJwtKeys,
  storeJwtSecret,
} from './jwt-key-store.ts'
export {
  dataDirectoryOf,
  type Environment,
  loadEnvironment,
} from './load-environment.ts'
export { openLocalSecretStore } from './local-secret-store.ts'
export { openSecretStore } from './open-secret-store.ts'
export { findProjectDirectory, listEnvironments, stateDirectoryOf } from './project-directory.ts'
export { ensureSecret, type SecretInformation, type SecretStore } from './secret-store.ts'
export type { MaintenanceSettings } from './schema/maintenance.ts'
export type { Thresholds } from './schema/monitoring.ts'
export type { OidcProviderSettings } from './schema/security.ts'
export type { SiteSettings } from './schema/site.ts'
