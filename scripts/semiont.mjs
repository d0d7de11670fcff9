// `npm run semiont -- <command>`: the command line of Semiont, installed and built first where that is still to be done.
import './lib/node-version.mjs'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript, showProgressOn } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'
import { anythingRuns } from './lib/running.mjs'

const cli = inRoot('apps', 'cli', 'dist', 'main.js')
const args = process.argv.slice(2)

// Standard output is the answer's.
showProgressOn(process.stderr)
await runScript(async () => {
  if (!existsSync(cli) || !anythingRuns()) {
    await oneAtATime(async () => {
      await ensureInstalled()
      // Only what starts services needs the web application; tasks of other commands run in the backend's program.
      await ensureBuilt(args.includes('start') ? undefined : ['cli', 'backend'])
    })
  }
  process.argv = [process.execPath, cli, ...args]
  await import(pathToFileURL(cli).href)
})
