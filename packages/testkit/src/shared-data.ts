import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const repositoryRoot = resolve(import.meta.dirname, '../../..')

/** Data too large or not ours to keep in the repository: novels, the W3C's samples, named entities. It lies beside the repository. */
export type SharedFolder = 'texts' | 'w3c-annotation-model' | 'ner'

export class SharedDataMissingError extends Error {
  override readonly name = 'SharedDataMissingError'
}

/**
 * Where this folder of the shared data is; undefined when it is missing, which is said loudly with `purpose`, the name of
 * what does not run without it.
 * @throws SharedDataMissingError under CI=true, where nothing may be left out silently
 */
export function findSharedData(folder: SharedFolder, purpose: string): string | undefined {
  const path = join(process.env['SEMIONT_SHARED_DATA'] ?? resolve(repositoryRoot, '../shared/data'), folder)
  if (existsSync(path)) return path
  const message = `NOT RUN: ${purpose}. No such folder: ${path}`
  const action = 'Put the shared data there, or name its folder in SEMIONT_SHARED_DATA.'
  if (process.env['CI'] === 'true') throw new SharedDataMissingError(`${message}\n${action}`)
  process.stderr.write(`\n${message}\n${action}\n\n`)
  return undefined
}
