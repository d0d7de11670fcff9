import { ensurePythonTools } from './python-tools.mjs'
import { inRoot } from './root.mjs'
import { runShown } from './run-command.mjs'

/** Types the maintenance guide's AWS commands against both stacks in an emulated account; returns the exit code. */
export async function testEmulatedAws() {
  const programs = await ensurePythonTools('emulation')
  return await runShown(
    inRoot('node_modules', '.bin', 'vitest'),
    ['run', '--config', 'packages/cloud/src/emulated/vitest.config.ts'],
    { env: { ...process.env, SEMIONT_AWS_PROGRAMS: programs } },
  )
}
