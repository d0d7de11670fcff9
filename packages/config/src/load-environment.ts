import { join, resolve } from 'node:path'
import { type EnvironmentSettings, environmentSchema } from './environment-schema.ts'
import { mergeLayers, type ReadLayer, readLayers } from './layers.ts'
import { stateDirectoryOf } from './project-directory.ts'

export interface Environment {
  readonly name: string
  /** The project folder: it holds `semiont.json`, `environments/` and, for a local installation, `.semiont/`. */
  readonly directory: string
  readonly settings: EnvironmentSettings
}

/** The folder of the document bytes. */
export function dataDirectoryOf(environment: Environment): string {
  const { directory } = environment.settings.storage
  return directory === undefined
    ? join(stateDirectoryOf(environment), 'data')
    : resolve(environment.directory, directory)
}

/** The folder that archives are put into: not among what they would have to replace. */
export function backupDirectoryOf(environment: Environment): string {
  return resolve(environment.directory, environment.settings.backup.directory ?? 'backups')
}

/** What an environment is when no file says anything about it. */
export function defaultEnvironment(directory: string, name: string): Environment {
  return { name, directory, settings: environmentSchema.parse({}) }
}

/**
 * Reads `semiont.json` and `environments/<name>.json` with everything it extends.
 * Both may be missing for `local`, whose defaults need no file.
 * @throws ConfigurationError naming file, place and nearest known key
 */
export async function loadEnvironment(directory: string, name: string, read?: ReadLayer): Promise<Environment> {
  const settings = mergeLayers(await readLayers(directory, name, read), name)
  return { name, directory, settings }
}
