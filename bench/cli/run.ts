import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

/**
 * How long one waits for the command line: `semiont --help`, and `semiont check --json` on a healthy local installation. Each
 * is a process from start to end, as a person or a script calls it, taken in turn with the peers: `node -e 0` is what no
 * program of Node can be faster than, `npm --version` what one is used to.
 */
const TARGETS = { helpMilliseconds: 150, checkMilliseconds: 1500 }
const RUNS = { short: 40, check: 15 }

const repository = new URL('../..', import.meta.url).pathname
const semiont = join(repository, 'apps/cli/bin/semiont.mjs')
const folder = mkdtempSync(join(tmpdir(), 'semiont-bench-cli-'))
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
const loadBefore = loadavg()[0] ?? 0

execFileSync('chmod', ['755', folder])
node(semiont, 'start', '--detach', '--port', '0')
try {
  const short = measure(RUNS.short, {
    help: () => node(semiont, '--help'),
    checkHelp: () => node(semiont, 'check', '--help'),
    node: () => node('-e', '0'),
    npm: () => execFileSync('npm', ['--version'], { cwd: folder, stdio: 'pipe' }),
  })
  const long = measure(RUNS.check, {
    check: () => assertHealthy(node(semiont, 'check', '--json')),
    status: () => node(semiont, 'status', '--json'),
    npm: () => execFileSync('npm', ['--version'], { cwd: folder, stdio: 'pipe' }),
  })
  const result = {
    measured: new Date().toISOString(),
    machine: {
      node: process.version,
      cores: cpus().length,
      processor: cpus()[0]?.model,
      gigabytes: Math.round(totalmem() / 2 ** 30),
    },
    // Of other work on the machine, in the minute before: above 0.5 the times are too long; the ratios still hold.
    loadBefore: Math.round(loadBefore * 10) / 10,
    targets: TARGETS,
    milliseconds: { ...short, check: long.check, status: long.status },
    helpToNode: ratio(short.help.median, short.node.median),
    helpToNpmVersion: ratio(short.help.median, short.npm.median),
    checkToNpmVersion: ratio(long.check.median, long.npm.median),
  }
  console.log(JSON.stringify(result, null, 2))
  writeFileSync(join(repository, 'bench/results/cli.json'), `${JSON.stringify(result, null, 2)}\n`)
  if (short.help.median > TARGETS.helpMilliseconds || long.check.median > TARGETS.checkMilliseconds)
    process.exitCode = 1
} finally {
  node(semiont, 'stop')
  rmSync(folder, { recursive: true, force: true })
}

/** Milliseconds of each, in turn, so that what else goes on meets all of them; the first round only warms the disk. */
function measure<Name extends string>(
  runs: number,
  contenders: Record<Name, () => unknown>,
): Record<Name, { median: number; p95: number }> {
  const entries = Object.entries<() => unknown>(contenders).map(([name, act]) => ({ name, act, taken: [] as number[] }))
  for (let run = -1; run < runs; run++) {
    for (const { act, taken } of entries) {
      const startedAt = performance.now()
      act()
      if (run >= 0) taken.push(performance.now() - startedAt)
    }
  }
  const summaries = entries.map(({ name, taken }) => [
    name,
    { median: quantile(taken, 0.5), p95: quantile(taken, 0.95) },
  ])
  return Object.fromEntries(summaries) as Record<Name, { median: number; p95: number }>
}

function assertHealthy(answer: string): void {
  const { data } = JSON.parse(answer) as { data: { verdict: string } }
  if (data.verdict !== 'healthy') throw new Error(`The installation is not healthy: ${answer}`)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

function ratio(ours: number, theirs: number): number {
  return Math.round((ours / theirs) * 100) / 100
}
