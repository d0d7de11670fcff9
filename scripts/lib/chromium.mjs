import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inRoot } from './root.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The Chromium for the journeys: the one SEMIONT_CHROMIUM names, the system's, or the one in an npm package. Each is asked
 * for its version, so that one that cannot run does not count.
 */
export async function findChromium() {
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const candidates = [process.env.SEMIONT_CHROMIUM ?? '', ...installed, ...APPLICATIONS].filter(
    (path) => path !== '' && existsSync(path),
  )
  return candidates.find(runs) ?? (await packagedChromium())
}

async function packagedChromium() {
  try {
    const entry = createRequire(inRoot('journeys/package.json')).resolve('@sparticuz/chromium')
    const { default: chromium } = await import(pathToFileURL(entry).href)
    const path = await chromium.executablePath()
    return runs(path) ? path : undefined
  } catch {
    // Not for this machine, or some library it needs is missing here.
    return undefined
  }
}

function runs(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 15_000 }).status === 0
}
