import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { semiont } from '../testing/semiont.ts'
import { answer } from './answer.ts'
import { defineCommand, type Run } from './command.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-hold-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function start(run: Run, ...options: string[]) {
  const command = defineCommand({
    name: 'deploy',
    summary: 'change everything',
    examples: [{ line: 'semiont deploy', explains: 'Changes everything.' }],
    changes: true,
    dryRun: true,
    locks: true,
    load: () => Promise.resolve({ run }),
  })
  return semiont(['deploy', ...options], { directory, commands: [command] })
}

/** A command that goes on until it is let go, or its signal says stop. */
function goOn() {
  let letGo = () => {}
  const free = new Promise<void>((resolve) => (letGo = resolve))
  let hasBegun = () => {}
  const begun = new Promise<void>((resolve) => (hasBegun = resolve))
  const run: Run = async ({ signal }) => {
    hasBegun()
    const stopped = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    await Promise.race([free, stopped])
    return answer('Done.')
  }
  return { run, begun, letGo: () => letGo() }
}

const quick: Run = async () => answer('Quick.')

it('lets one command at a time change the installation as a whole', async () => {
  const first = goOn()
  const running = start(first.run, '--yes')
  await first.begun
  const refused = await start(quick)
  expect(refused.code).toBe(6)
  expect(refused.stderr).toMatch(/runs semiont deploy --yes on local \(process \d+\).+\n.*--steal-lock "<reason>"/)
  first.letGo()
  expect((await running).stdout).toBe('Done.\n')
  expect((await start(quick)).stdout).toBe('Quick.\n')
})

it('needs no lock to say beforehand what would happen', async () => {
  const first = goOn()
  const running = start(first.run)
  await first.begun
  expect((await start(quick, '--dry-run')).code).toBe(0)
  first.letGo()
  await running
})

it('can be taken away with a reason, which the audit trail keeps', async () => {
  const first = goOn()
  const running = start(first.run)
  await first.begun
  expect((await start(quick, '--steal-lock', 'it hangs')).code).toBe(0)
  first.letGo()
  await running
  const trail = await semiont(['audit', 'show'], { directory })
  expect(trail.stdout).toMatch(/took the deploy lock away from semiont deploy of .+\n {4}reason: it hangs/)
  expect(trail.stdout).toContain("semiont deploy '--steal-lock=it hangs'  succeeded")
})

it('refuses a flag that the command would not heed', async () => {
  const command = defineCommand({
    name: 'look',
    summary: 'look at everything',
    examples: [{ line: 'semiont look', explains: 'Looks.' }],
    load: () => Promise.resolve({ run: quick }),
  })
  for (const flag of ['--steal-lock', '--emergency']) {
    const refused = await semiont(['look', flag, 'no reason'], { directory, commands: [command] })
    expect(refused).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`leave ${flag} out`) as string,
    })
  }
})
