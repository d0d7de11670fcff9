export { type AwsSecretStore, openAwsSecretStore } from './aws-secret-store.ts'
export { finishSecretsRoll, prepareSecretsForRoll, rollServices, type SecretsPlace } from './roll-secrets.ts'
