// `npm start`: installs and builds what changed, then runs the CLI's `start` in this very process, so that stopping it is
// stopping Semiont. Options are handed on: `npm start -- --port 4001`.
import './lib/node-version.mjs'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'
import { anythingRuns } from './lib/running.mjs'

const cli = inRoot('apps', 'cli', 'dist', 'main.js')

await runScript(async () => {
  // A new build under a running Semiont, of whichever environment, would pull the files away from it.
  if (!existsSync(cli) || !anythingRuns()) {
    await oneAtATime(async () => {
      await ensureInstalled()
      await ensureBuilt()
    })
  }
  process.argv = [process.execPath, cli, 'start', ...process.argv.slice(2)]
  await import(pathToFileURL(cli).href)
})
