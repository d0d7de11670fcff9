// `npm run test:aws`: holds the templates of packages/cloud against cfn-lint and checkov and the Dockerfiles against hadolint,
// types the maintenance guide's AWS commands in an emulated account, and runs what the image of the backend would run, away
// from this repository.
import './lib/node-version.mjs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { collectImage } from './lib/collect-image.mjs'
import { ensureCloudInstalled, ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript, withProgress } from './lib/progress.mjs'
import { ensurePythonTools } from './lib/python-tools.mjs'
import { inRoot } from './lib/root.mjs'
import { runShown } from './lib/run-command.mjs'
import { startTestBackend } from './lib/test-backend.mjs'
import { testEmulatedAws } from './lib/test-emulated-aws.mjs'

const IMAGES = ['backend', 'frontend'].map((name) => inRoot('packages/cloud/images', `${name}.Dockerfile`))
const cloud = inRoot('packages', 'cloud')

await runScript(async () => {
  await oneAtATime(async () => {
    await ensureInstalled()
    await ensureCloudInstalled()
    await ensureBuilt(['cli', 'backend'])
  })
  const programs = await ensurePythonTools('linters')
  const steps = [
    () => runShown(process.execPath, ['--import', 'tsx', 'src/linters/lint-templates.ts', programs], { cwd: cloud }),
    () => runShown(join(programs, 'hadolint'), IMAGES),
    testEmulatedAws,
    startImageOfBackend,
  ]
  for (const step of steps) {
    const code = await step()
    if (code !== 0) return code
  }
})

/** Whether the folder that the image holds is complete shows only where nothing of this repository can be found. */
async function startImageOfBackend() {
  const folder = mkdtempSync(join(tmpdir(), 'semiont-image-'))
  try {
    await withProgress('Image of the backend', async () => {
      await collectImage('backend', folder)
      const program = join(folder, 'node_modules/@semiont/backend/dist/main.js')
      const backend = await startTestBackend(join(folder, 'backend.log'), program)
      await backend.stop()
    })
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
