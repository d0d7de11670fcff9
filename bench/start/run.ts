import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * How long `npm start` takes until a page can be used: on a fresh clone whose dependencies are installed (cold: it builds,
 * makes the database and migrates), and from the second time on (warm). Works on a clone, so that the working tree and its
 * builds stay as they are.
 */
const TARGETS = { coldSeconds: 60, warmSeconds: 6 }
const WARM_RUNS = 5
const PORT = 4390

const repository = new URL('../..', import.meta.url).pathname
const loadBefore = loadavg()[0] ?? 0
const clone = cloneInstalled()

try {
  const cold = await measureStart()
  console.log(`cold ${cold.seconds.toFixed(1)} s (target ${TARGETS.coldSeconds})`)
  const warm: number[] = []
  for (let run = 0; run < WARM_RUNS; run++) {
    const { seconds } = await measureStart()
    warm.push(seconds)
    console.log(`warm ${seconds.toFixed(1)} s (target ${TARGETS.warmSeconds})`)
  }
  const result = {
    measured: new Date().toISOString(),
    machine: {
      node: process.version,
      cores: cpus().length,
      processor: cpus()[0]?.model,
      gigabytes: Math.round(totalmem() / 2 ** 30),
    },
    // Of other work on the machine, in the minute before: above 0.5 the seconds are too many.
    loadBefore: round(loadBefore),
    targets: TARGETS,
    coldSeconds: round(cold.seconds),
    warmSeconds: { median: round(median(warm)), all: warm.map(round) },
    coldOutput: cold.output.filter((line) => line.includes('✓')),
  }
  mkdirSync(join(repository, 'bench/results'), { recursive: true })
  writeFileSync(join(repository, 'bench/results/start.json'), `${JSON.stringify(result, null, 2)}\n`)
  if (cold.seconds > TARGETS.coldSeconds || median(warm) > TARGETS.warmSeconds) process.exitCode = 1
} finally {
  rmSync(clone, { recursive: true, force: true })
}

/** A clone of what is committed, with a copy of the installed dependencies and without anything built. */
function cloneInstalled(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'semiont-bench-start-')), 'semiont')
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repository}`, folder])
  for (const modules of ['node_modules', 'packages/testkit/node_modules']) {
    if (!existsSync(join(repository, modules))) continue
    // Links inside must keep pointing into the clone.
    cpSync(join(repository, modules), join(folder, modules), { recursive: true, verbatimSymlinks: true })
  }
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true, force: true })
  execFileSync('chmod', ['755', join(folder, '..'), folder])
  return folder
}

async function measureStart(): Promise<{ seconds: number; output: string[] }> {
  const startedAt = performance.now()
  const child = spawn('npm', ['start', '--silent', '--', '--port', String(PORT)], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (data) => {
    output += String(data)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!(await pageIsUsable())) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}:\n${output}`)
    await sleep(25)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const instance = /process (\d+)/.exec(
    execFileSync('node', ['apps/cli/dist/main.js', 'status'], { cwd: clone, encoding: 'utf8' }),
  )
  process.kill(Number(instance?.[1]), 'SIGINT')
  await ended
  return { seconds, output: output.split('\n') }
}

/** The page that a newcomer lands on, and the API behind it. */
async function pageIsUsable(): Promise<boolean> {
  const succeeds = (path: string) =>
    fetch(`http://127.0.0.1:${PORT}${path}`).then(
      async (answer) => answer.ok && (await answer.text()).length > 0,
      () => false,
    )
  return (await succeeds('/sign-in')) && (await succeeds('/api/site'))
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
