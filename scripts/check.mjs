// `npm run check`: what a change must pass before it is shared. `npm run check -- types lint` runs only these steps.
import './lib/node-version.mjs'
import { existsSync, readFileSync } from 'node:fs'
import { ensureCloudInstalled } from './lib/install.mjs'
import { runScript, ScriptError } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'
import { capture } from './lib/run-command.mjs'

const bin = (name) => inRoot('node_modules', '.bin', name)

/** Each step is a function that returns what is wrong, or nothing. */
const STEPS = {
  format: { run: () => command(bin('biome'), ['format', '.']), fix: 'npm run format' },
  lint: { run: () => command(bin('oxlint'), ['-c', '.oxlintrc.json', '--type-aware', '--deny-warnings']) },
  types: { run: () => command(bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']) },
  'types frontend': { run: () => command(bin('tsc'), ['-p', 'apps/frontend/tsconfig.json', '--noEmit']) },
  'types cloud': { run: () => command(bin('tsc'), ['-p', 'packages/cloud/tsconfig.json', '--noEmit']) },
  unused: { run: () => command(bin('knip'), ['--no-progress', '--no-config-hints']) },
  generated: { run: () => command(process.execPath, ['scripts/generate.mjs', '--check']), fix: 'npm run generate' },
  migrations: { run: lintMigrations },
  sizes: { run: checkSizes },
}

await runScript(async () => {
  await ensureCloudInstalled()
  const chosen = process.argv.slice(2)
  const failed = []
  for (const [name, { run, fix }] of Object.entries(STEPS)) {
    if (chosen.length > 0 && !chosen.some((word) => name.startsWith(word))) continue
    const startedAt = performance.now()
    const problem = await run()
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
    console.log(`${problem ? '✗' : '✓'} ${name.padEnd(16)} ${took}`)
    if (!problem) continue
    failed.push(fix ? `${name} (${fix})` : name)
    console.log(`${shortened(problem)}\n`)
  }
  if (failed.length > 0) throw new ScriptError(`Not yet right: ${failed.join(', ')}.`)
  console.log('Everything is right.')
})

/** Enough to work with; the whole is had by running the step alone. */
function shortened(problem) {
  const SHOWN = 120
  const lines = problem.trimEnd().split('\n')
  const more = lines.length - SHOWN
  return more > 0 ? `${lines.slice(0, SHOWN).join('\n')}\n… and ${more} more lines` : lines.join('\n')
}

async function command(file, args) {
  const { code, output } = await capture(file, args)
  return code === 0 ? undefined : output || `${file} ended with code ${code}`
}

async function lintMigrations() {
  const migrations = (await trackedFiles()).filter((file) => /\/migrations\/.*\.up\.sql$/.test(file))
  return migrations.length > 0 ? await command(bin('squawk'), migrations) : 'There are no migrations to lint.'
}

/** At least 95 % of the source files have fewer than 300 lines. The long ones are named when there are too many. */
async function checkSizes() {
  const LIMIT = 300
  const sources = (await trackedFiles()).filter(
    (file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.tsx?$|\/generated\//.test(file),
  )
  const long = sources.map((file) => ({ file, lines: lineCount(file) })).filter(({ lines }) => lines >= LIMIT)
  const share = 1 - long.length / sources.length
  if (share >= 0.95) return undefined
  const list = long.toSorted((left, right) => right.lines - left.lines).map(({ file, lines }) => `  ${lines} ${file}`)
  return `Only ${(share * 100).toFixed(1)} % of ${sources.length} files are under ${LIMIT} lines; split some of these:\n${list.join('\n')}`
}

/** What git knows or would add: what a clone of this state would hold. */
async function trackedFiles() {
  const { code, output } = await capture('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
  if (code !== 0) throw new ScriptError(`npm run check needs git: ${output}`)
  return output.split('\n').filter((file) => file !== '' && existsSync(inRoot(file)))
}

function lineCount(file) {
  return readFileSync(inRoot(file), 'utf8').split('\n').length
}
