import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The project folder: the nearest one upwards that holds `semiont.json` or `.semiont/`, else the folder itself. */
export function findProjectDirectory(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (['semiont.json', '.semiont'].some((name) => existsSync(join(folder, name)))) return folder
    if (folder === dirname(folder)) return resolve(from)
  }
}

/** Where an environment on this machine keeps its database, documents, logs, secrets and journals. */
export function stateDirectoryOf(environment: { readonly directory: string; readonly name: string }): string {
  const root = join(environment.directory, '.semiont')
  return environment.name === 'local' ? root : join(root, 'environments', environment.name)
}

/** Which environment a command works on: the one named, else `SEMIONT_ENV`, else `local`. */
export function chooseEnvironment(named: string | undefined, env: NodeJS.ProcessEnv): string {
  return named ?? (env['SEMIONT_ENV'] || 'local')
}

/** The environments of a project: `local`, which needs no file, and those that have one. */
export function listEnvironments(directory: string): string[] {
  const named = filesIn(join(directory, 'environments'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
  return ['local', ...named.filter((name) => name !== 'local').toSorted()]
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
