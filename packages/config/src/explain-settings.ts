import { baseOf, mergeLayers, PROJECT_FILE, readLayers, withoutFileKeys } from './layers.ts'
import { listEnvironments } from './project-directory.ts'
import { ConfigurationError } from './errors.ts'
import { findSetting } from './setting-schema.ts'
import { leavesOf, valueAt } from './settings-path.ts'

export interface ExplainedSetting {
  readonly path: string
  readonly value: unknown
  /** The file that says so; null for a default. */
  readonly from: string | null
}

/**
 * What holds in an environment, and why: every value, or those at `path`, with the file it comes from.
 * @throws ConfigurationError for a path that is none
 */
export async function explainSettings(directory: string, name: string, path?: string): Promise<ExplainedSetting[]> {
  if (path !== undefined) findSetting(path)
  const layers = await readLayers(directory, name)
  const settings = mergeLayers(layers, name)
  return leavesOf(settings)
    .filter((leaf) => path === undefined || leaf.path === path || leaf.path.startsWith(`${path}.`))
    .map((leaf) => {
      const layer = layers.findLast(
        (candidate) => valueAt(withoutFileKeys(candidate.settings), leaf.path) !== undefined,
      )
      return { ...leaf, from: layer?.file ?? null }
    })
}

export interface EnvironmentSummary {
  readonly name: string
  readonly platform: string | null
  readonly extends: string | null
  /** The files it is made of, the outermost base first. */
  readonly files: readonly string[]
  /** What is wrong with it; empty for a valid one. */
  readonly findings: readonly string[]
}

/** Every environment of the project, valid or not. */
export async function summarizeEnvironments(directory: string): Promise<EnvironmentSummary[]> {
  return await Promise.all(listEnvironments(directory).map(async (name) => await summarize(directory, name)))
}

async function summarize(directory: string, name: string): Promise<EnvironmentSummary> {
  const about = { name, platform: null, extends: null, files: [] }
  try {
    const layers = await readLayers(directory, name)
    const base = layers.at(-1)?.file === PROJECT_FILE ? undefined : baseOf(layers.at(-1)?.settings ?? {})
    const known = { name, extends: base ?? null, files: layers.map((layer) => layer.file) }
    try {
      return { ...known, platform: mergeLayers(layers, name).platform, findings: [] }
    } catch (error) {
      return { ...known, platform: null, findings: findingsOf(error) }
    }
  } catch (error) {
    return { ...about, findings: findingsOf(error) }
  }
}

function findingsOf(error: unknown): readonly string[] {
  if (!(error instanceof ConfigurationError)) throw error
  return error.findings.length > 0 ? error.findings : [error.message]
}
