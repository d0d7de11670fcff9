// `npm run semiont -- <command>`: the command line of Semiont, installed and built first where that is still to be done.
import './lib/node-version.mjs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'

const cli = inRoot('apps', 'cli', 'dist', 'main.js')

await runScript(async () => {
  await oneAtATime(async () => {
    await ensureInstalled()
    await ensureBuilt(['cli'])
  })
  process.argv = [process.execPath, cli, ...process.argv.slice(2)]
  await import(pathToFileURL(cli).href)
})
