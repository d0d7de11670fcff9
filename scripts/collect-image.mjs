// `node scripts/collect-image.mjs <backend|frontend> <folder>`: installs, builds, and puts what the image runs into the folder.
// The Dockerfiles of packages/cloud/images call it.
import './lib/node-version.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { collectImage } from './lib/collect-image.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { runScript, ScriptError, withProgress } from './lib/progress.mjs'

await runScript(async () => {
  const [name, folder] = process.argv.slice(2)
  if (name === undefined || folder === undefined)
    throw new ScriptError('Usage: node scripts/collect-image.mjs <backend|frontend> <folder>')
  await ensureInstalled()
  await ensureBuilt([name])
  await withProgress(`Collect ${name}`, () => collectImage(name, folder))
})
