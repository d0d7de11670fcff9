export { type AwsSecretStore, openAwsSecretStore } from './aws-secret-store.ts'
export { finishSecretsRoll, prepareSecretsForRoll, rollWithSecrets, type SecretsPlace } from './roll-secrets.ts'
