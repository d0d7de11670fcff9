import { existsSync } from 'node:fs'
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
