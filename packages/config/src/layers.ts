import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentFileSchema, environmentSchema, projectFileSchema } from './environment-schema.ts'
import type { EnvironmentSettings } from './environment-schema.ts'
import { ConfigurationError, EnvironmentNotFoundError } from './errors.ts'
import { isSettings, mergeSettings, type Settings } from './merge-settings.ts'
import { nearestKey } from './nearest-key.ts'
import { listEnvironments } from './project-directory.ts'
import { assertSettingsFile, parseSettings } from './parse-settings.ts'
import { environmentName } from './schema/values.ts'

export const PROJECT_FILE = 'semiont.json'

export const environmentFile = (name: string): string => `environments/${name}.json`

/** A file of the project and what it holds. */
export interface Layer {
  readonly file: string
  readonly settings: Settings
}

/** How a file of the project is read; undefined when there is none. */
export type ReadLayer = (file: string) => Promise<Settings | undefined>

/** Keys of a file that are about the file, not settings. */
const ABOUT_THE_FILE = ['$schema', '_extends', 'project']

/**
 * What makes up an environment, the outermost base first: `semiont.json`, then every file it extends, then its own. Files may
 * be missing for `local` only. Each is checked by itself; what must be there is checked when they are merged.
 * @throws ConfigurationError naming file, place and nearest known key
 */
export async function readLayers(directory: string, name: string, read = readFrom(directory)): Promise<Layer[]> {
  if (!environmentName.safeParse(name).success)
    throw new ConfigurationError(`"${name}" is not a name for an environment: lower-case letters, digits and hyphens.`)
  const project = await read(PROJECT_FILE)
  if (project) assertSettingsFile(projectFileSchema, project, PROJECT_FILE)
  const layers: Layer[] = []
  const seen: string[] = []
  let next: string | undefined = name
  while (next !== undefined) {
    if (seen.includes(next))
      throw new ConfigurationError(`Environments extend each other in a circle: ${[...seen, next].join(' -> ')}.`)
    seen.push(next)
    const file: string = environmentFile(next)
    const settings: Settings | undefined = await read(file)
    if (!settings) {
      if (next === 'local') break
      throw environmentNotFound(directory, next, seen.at(-2))
    }
    assertSettingsFile(environmentFileSchema, settings, file)
    layers.unshift({ file, settings })
    next = baseOf(settings)
  }
  return project ? [{ file: PROJECT_FILE, settings: project }, ...layers] : layers
}

/** The environment that a file extends. */
export function baseOf(settings: Settings): string | undefined {
  const base = settings['_extends']
  return typeof base === 'string' ? base : undefined
}

/** All layers as one, defaults filled in. @throws ConfigurationError */
export function mergeLayers(layers: readonly Layer[], name: string): EnvironmentSettings {
  const merged = layers.map(({ settings }) => settings).reduce(mergeSettings, {})
  return parseSettings(environmentSchema, withoutFileKeys(merged), environmentFile(name))
}

export function withoutFileKeys(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !ABOUT_THE_FILE.includes(key)))
}

export function readFrom(directory: string): ReadLayer {
  return async (file) => {
    const text = await readFile(join(directory, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return
      throw new ConfigurationError(`${file} cannot be read: ${error.message}`, [], { cause: error })
    })
    if (text === undefined) return
    const value = parseJson(text, file)
    if (!isSettings(value)) throw new ConfigurationError(`${file} must hold a JSON object.`)
    return value
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    // Some editors begin a file with a mark that is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`${file} is not valid JSON: ${reason}${placeIn(text, reason)}`, [], { cause })
  }
}

/** Line and column, where the message counts characters only. */
function placeIn(text: string, reason: string): string {
  const position = /at position (\d+)(?! \(line)/.exec(reason)?.[1]
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return ` (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`
}

function environmentNotFound(
  directory: string,
  name: string,
  extendedBy: string | undefined,
): EnvironmentNotFoundError {
  const known = listEnvironments(directory)
  const near = nearestKey(name, known)
  const hint = near ? `Did you mean ${near}?` : `There are: ${known.join(', ')}.`
  const where = extendedBy === undefined ? '' : ` that ${environmentFile(extendedBy)} extends`
  return new EnvironmentNotFoundError(`There is no environment ${name} (${environmentFile(name)})${where}. ${hint}`)
}
