import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

/**
 * Programs of the Python world in a virtual environment of their own, made once for these versions.
 * Returns the folder that holds them.
 */
export async function ensurePythonTools(title, packages) {
  const name = packages.map((wanted) => wanted.replaceAll(/[^\w.-]/g, '_')).join('-')
  const folder = inRoot('node_modules', '.cache', name)
  const programs = join(folder, 'bin')
  const stamp = join(folder, 'complete')
  if (existsSync(stamp)) return programs
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, '..'), { recursive: true })
  await withProgress(title, async () => {
    await runQuietly('python3', ['-m', 'venv', folder])
    const options = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await runQuietly(join(programs, 'python'), [...options, ...packages])
  })
  writeFileSync(stamp, '')
  return programs
}
