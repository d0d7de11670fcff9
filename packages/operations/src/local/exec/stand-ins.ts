import { mkdir, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * A folder of programs to search last: those that runbooks use and that a machine may not have. In them the paths of this
 * installation's Node and package stand, so they are written anew at each use.
 */
export async function writeStandIns(stateDirectory: string): Promise<string> {
  const folder = join(stateDirectory, 'bin')
  const program = createRequire(import.meta.url).resolve('@semiont/operations/pg-isready')
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const file = join(folder, 'pg_isready')
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} "$@"\n`, { mode: 0o755 })
  // Whoever runs it at this moment keeps the one that was there.
  await rename(temporary, file)
  return folder
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
