import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface ConfigurationFile {
  /** Relative to the project folder: `semiont.json`, `environments/production.json`. */
  readonly path: string
  readonly text: string
}

/** The configuration of a project. Secrets are not in these files. */
export async function readConfigurationFiles(directory: string): Promise<ConfigurationFile[]> {
  const names = await readdir(join(directory, 'environments')).catch(() => [])
  const paths = [
    'semiont.json',
    ...names
      .filter(isSettingsFile)
      .map((name) => `environments/${name}`)
      .toSorted(),
  ]
  const files = await Promise.all(paths.map((path) => readConfigurationFile(directory, path)))
  return files.filter((file) => file !== undefined)
}

export type PlacedFile = 'written' | 'same' | 'different'

/** Writes the file where there is none; one that is there stays as it is. */
export async function placeConfigurationFile(directory: string, file: ConfigurationFile): Promise<PlacedFile> {
  const present = await readConfigurationFile(directory, file.path)
  if (present) return present.text === file.text ? 'same' : 'different'
  const path = join(directory, file.path)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, file.text, { flag: 'wx' })
  return 'written'
}

/** Keeps anything else that an archive may name from being written into a project. */
export function isConfigurationPath(path: string): boolean {
  if (path === 'semiont.json') return true
  const [folder, name, ...more] = path.split('/')
  return folder === 'environments' && name !== undefined && more.length === 0 && isSettingsFile(name)
}

function isSettingsFile(name: string): boolean {
  return /^[a-z][a-z0-9-]*\.json$/.test(name)
}

async function readConfigurationFile(directory: string, path: string): Promise<ConfigurationFile | undefined> {
  const text = await readFile(join(directory, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  return text === undefined ? undefined : { path, text }
}
