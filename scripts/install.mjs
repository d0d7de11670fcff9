// Installs the dependencies, those of packages/cloud too, if their lockfiles changed.
import './lib/node-version.mjs'
import { ensureCloudInstalled, ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript } from './lib/progress.mjs'

await runScript(() =>
  oneAtATime(async () => {
    await ensureInstalled()
    await ensureCloudInstalled()
  }),
)
