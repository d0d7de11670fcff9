// `npm run test:aws`: holds the templates of packages/cloud against cfn-lint and checkov, and types the maintenance guide's AWS
// commands against them in an emulated account.
import './lib/node-version.mjs'
import { ensureCloudInstalled, ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript } from './lib/progress.mjs'
import { ensurePythonTools } from './lib/python-tools.mjs'
import { inRoot } from './lib/root.mjs'
import { runShown } from './lib/run-command.mjs'
import { testEmulatedAws } from './lib/test-emulated-aws.mjs'

const LINTERS = ['cfn-lint==1.58.0', 'checkov==3.3.30']

await runScript(async () => {
  await oneAtATime(async () => {
    await ensureInstalled()
    await ensureCloudInstalled()
  })
  const programs = await ensurePythonTools('cfn-lint, checkov', LINTERS)
  const linted = await runShown(process.execPath, ['--import', 'tsx', 'src/linters/lint-templates.ts', programs], {
    cwd: inRoot('packages', 'cloud'),
  })
  return linted === 0 ? await testEmulatedAws() : linted
})
