import { join } from 'node:path'
import type { Environment } from './load-environment.ts'
import { openLocalSecretStore } from './local-secret-store.ts'
import { stateDirectoryOf } from './project-directory.ts'
import type { SecretStore } from './secret-store.ts'

/** Where the environment's platform keeps its secrets. */
export function openSecretStore(environment: Environment): SecretStore {
  return openLocalSecretStore(join(stateDirectoryOf(environment), 'secrets'))
}
