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
import { capture } from './lib/run-command.mjs'

const cli = inRoot('apps', 'cli', 'dist', 'main.js')

await runScript(async () => {
  if (await alreadyRuns()) return
  await oneAtATime(async () => {
    await ensureInstalled()
    await ensureBuilt()
  })
  process.argv = [process.execPath, cli, 'start', ...process.argv.slice(2)]
  await import(pathToFileURL(cli).href)
})

/** Asked before anything is built: a new build under a running Semiont would pull the files away from it. */
async function alreadyRuns() {
  if (!existsSync('.semiont/run.json') || !existsSync(cli)) return false
  const { code, output } = await capture(process.execPath, [cli, 'status'], { cwd: process.cwd() })
  if (code === 0) process.stdout.write(output)
  return code === 0
}
