import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  type EnvironmentSettings,
  environmentFileSchema,
  environmentSchema,
  projectFileSchema,
} from './environment-schema.ts'
import { ConfigurationError, EnvironmentNotFoundError } from './errors.ts'
import { isSettings, mergeSettings, type Settings } from './merge-settings.ts'
import { nearestKey } from './nearest-key.ts'
import { parseSettings } from './parse-settings.ts'
import { listEnvironments, stateDirectoryOf } from './project-directory.ts'
import { environmentName } from './schema/values.ts'

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

/**
 * Reads `semiont.json` and `environments/<name>.json` with everything it extends.
 * Both may be missing for `local`, whose defaults need no file.
 * @throws ConfigurationError naming file, place and nearest known key
 */
export async function loadEnvironment(directory: string, name: string): Promise<Environment> {
  if (!environmentName.safeParse(name).success) {
    throw new ConfigurationError(`"${name}" is not a name for an environment: lower-case letters, digits and hyphens.`)
  }
  const projectFile = (await readSettings(directory, 'semiont.json')) ?? {}
  parseSettings(projectFileSchema, projectFile, 'semiont.json')
  const layers = await readLayers(directory, name)
  const merged = [projectFile, ...layers].reduce(mergeSettings, {})
  const settings = Object.fromEntries(
    Object.entries(merged).filter(([key]) => !['$schema', '_extends', 'project'].includes(key)),
  )
  return { name, directory, settings: parseSettings(environmentSchema, settings, `environments/${name}.json`) }
}

/** The files of an environment, the outermost base first. */
async function readLayers(directory: string, name: string): Promise<Settings[]> {
  const layers: Settings[] = []
  const seen: string[] = []
  let next: string | undefined = name
  while (next !== undefined) {
    if (seen.includes(next))
      throw new ConfigurationError(`Environments extend each other in a circle: ${[...seen, next].join(' -> ')}.`)
    seen.push(next)
    const file: string = `environments/${next}.json`
    const layer = await readSettings(directory, file)
    if (!layer) {
      if (next === 'local') break
      throw environmentNotFound(directory, next)
    }
    layers.unshift(layer)
    next = parseSettings(environmentFileSchema, layer, file)._extends
  }
  return layers
}

async function readSettings(directory: string, file: string): Promise<Settings | undefined> {
  const text = await readFile(join(directory, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return
    throw new ConfigurationError(`${file} cannot be read: ${error.message}`, [], { cause: error })
  })
  if (text === undefined) return
  const value = parseJson(text, file)
  if (!isSettings(value)) throw new ConfigurationError(`${file} must hold a JSON object.`)
  return value
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`${file} is not valid JSON: ${reason}`, [], { cause })
  }
}

function environmentNotFound(directory: string, name: string): EnvironmentNotFoundError {
  const known = listEnvironments(directory)
  const near = nearestKey(name, known)
  const hint = near ? `Did you mean ${near}?` : `There are: ${known.join(', ')}.`
  return new EnvironmentNotFoundError(`There is no environment ${name} (environments/${name}.json). ${hint}`)
}
