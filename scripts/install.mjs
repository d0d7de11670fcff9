// Installs the dependencies if the lockfile changed.
import './lib/node-version.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript } from './lib/progress.mjs'

await runScript(() => oneAtATime(ensureInstalled))
