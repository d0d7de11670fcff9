export { type AwsPlace, awsPlaceOf } from './aws-place.ts'
export { type AwsSettings, awsSchema } from './schema/aws.ts'
export { type EnvironmentSettings, environmentSchema } from './environment-schema.ts'
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
  backupDirectoryOf,
  dataDirectoryOf,
  defaultEnvironment,
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
export { prepareSettingChange, type SettingChange, writeSettingsFile } from './change-setting.ts'
export {
  type EnvironmentSummary,
  type ExplainedSetting,
  explainSettings,
  summarizeEnvironments,
} from './explain-settings.ts'
export { parseSettingValue } from './parse-setting-value.ts'
export { isSecretPath } from './secrets/is-secret-path.ts'
export {
  DATABASE_PASSWORD_SECRET,
  DATABASE_SUPERUSER_SECRET,
  findSecret,
  type KnownSecret,
  requiredSecrets,
  SMTP_PASSWORD_SECRET,
} from './secrets/known-secrets.ts'
export {
  assertProviderCanBeSet,
  configuredProvider,
  type OAuthCredentials,
  parseOAuthCredentials,
  prepareProvider,
  storeOAuth,
} from './secrets/oauth-provider.ts'
export { whyPlaceholder } from './secrets/placeholder.ts'
export { reviewSecrets, type SecretReview, type SecretState } from './secrets/review-secrets.ts'
export { findSetting, listSettings, type Setting } from './setting-schema.ts'
export { settingsJsonSchemas } from './json-schema.ts'
export { findProjectProblems, type PlannedFile, planProject, type ProjectPlan } from './create-project.ts'
export type { ProjectAnswers } from './project-files.ts'
export { settingsPage } from './settings-page.ts'
