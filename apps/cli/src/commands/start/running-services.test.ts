import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stateDirectoryOf } from '@semiont/config'
import { findRunningInstance } from '@semiont/operations/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { semiont as runSemiont } from '../../testing/semiont.ts'

const program = new URL('../../testing/run-with-fixtures.ts', import.meta.url).pathname

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-services-'))
  await chmod(directory, 0o755)
})

afterAll(async () => {
  await semiont('stop')
  await rm(directory, { recursive: true, force: true })
})

/** As one types it, in a process that ends. */
async function startDetached(env: NodeJS.ProcessEnv = {}) {
  const args = ['--import', import.meta.resolve('tsx'), program, 'start', '--detach', '--port', '0']
  return await promisify(execFile)(process.execPath, args, { cwd: directory, env: { ...process.env, ...env } })
}

const semiont = async (...args: string[]) => await runSemiont(args, { directory })
const running = () => findRunningInstance(stateDirectoryOf({ directory, name: 'local' }))
const pids = (service: string) =>
  (running()?.services ?? []).filter(({ name }) => name === service).map(({ pid }) => pid)

describe('where nothing runs', () => {
  it.each([
    [['stop'], 0, 'Semiont (environment local) does not run here; there is nothing to stop.'],
    [['stop', '--service', 'worker'], 0, 'does not run here'],
    [['restart'], 4, 'does not run here.\nStart it with: semiont start'],
    [['start', '--service', 'worker'], 4, 'does not run here.'],
    [['start', '--replicas', '2'], 2, '--replicas needs to know of what: add --service backend.'],
    [['start', '--service', 'backend', '--replicas', '17'], 2, '"17" is not a number of replicas: from 1 to 16.'],
    [['start', '--dry-run'], 0, 'Would start database, backend, worker and frontend.'],
  ])('%j ends with %i and says why', async (args, expected, says) => {
    const { code, stdout, stderr } = await semiont(...args)
    expect([code, stdout + stderr]).toEqual([expected, expect.stringContaining(says)])
    expect(running()).toBeUndefined()
  })
})

describe('in the background', () => {
  let started: { stdout: string; stderr: string }

  beforeAll(async () => {
    started = await startDetached()
  })

  it('it goes on when the command that started it has ended, which gives the link that no file has', async () => {
    expect(started.stdout).toMatch(
      /^Semiont is ready at http:\/\/localhost:\d+ and runs in the background \(process \d+\)/,
    )
    expect(started.stdout).toContain('/sign-in#link=one-time')
    expect(started.stderr).toMatch(/✓ PostgreSQL 17/)
    const log = await readFile(join(directory, '.semiont/logs/supervisor.log'), 'utf8')
    expect(log).toContain('Semiont is ready at')
    expect(log).not.toContain('one-time')
    expect((await fetch(`${running()?.url}/api/health`)).status).toBe(200)
  })

  it('status shows running and desired processes of each service', async () => {
    const { code, stdout } = await semiont('status')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Semiont runs at http:\/\/localhost:\d+ \(process \d+, since .*Z\)\.\n/)
    for (const service of ['frontend', 'backend', 'worker', 'database', 'storage'])
      expect(stdout).toMatch(new RegExp(`^  ${service} +healthy +1/1$`, 'm'))
    expect((await runSemiont(['status', '--json'], { directory })).json().data).toMatchObject({
      running: true,
      services: expect.arrayContaining([expect.objectContaining({ service: 'backend', running: 1, desired: 1 })]),
    })
  })

  it('restart replaces the processes and tells each step on the way', async () => {
    const before = running()?.services.map(({ pid }) => pid)
    const { code, stdout, stderr } = await semiont('restart')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Restarted: .* \(3 new processes, each healthy before/)])
    expect(stdout).toMatch(/The database went on\.\nSee them with: semiont status\n$/)
    expect(stderr).toContain('backend-2 is healthy\nbackend-1 has ended\n')
    expect(running()?.services.filter(({ pid }) => before?.includes(pid))).toEqual([])
  })

  it('restart of one service leaves the others, and of the database is refused', async () => {
    const [backend, worker] = [pids('backend'), pids('worker')]
    expect((await semiont('restart', '--service', 'backend', '--dry-run')).stdout).toContain('Would replace')
    expect(pids('backend')).toEqual(backend)
    expect((await semiont('restart', '--service', 'backend')).stdout).toMatch(/^Restarted: backend \(1 new process,/)
    expect(pids('backend')).not.toEqual(backend)
    expect(pids('worker')).toEqual(worker)
    const { code, stdout, stderr } = await semiont('restart', '--service', 'database')
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toContain('semiont restart never restarts the database')
  })

  it('start runs more of a service, and says how to keep it so', async () => {
    const { code, stdout } = await semiont('start', '--service', 'backend', '--replicas', '2')
    expect([code, pids('backend').length]).toEqual([0, 2])
    expect(stdout).toMatch(/^backend runs: 2 of 2\.\n/)
    expect(stdout).toContain('To keep it: semiont configure local set services.backend.replicas 2')
  })

  it('stop ends one service and start brings it back', async () => {
    const { code, stdout } = await semiont('stop', '--service', 'worker')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Stopped: worker. The rest of Semiont goes on.')])
    expect((await semiont('status')).stdout).toMatch(/^  worker +stopped +0\/1$/m)
    expect((await semiont('start', '--service', 'worker')).stdout).toMatch(/^worker runs: 1 of 1\./)
    expect((await semiont('stop', '--service', 'database')).code).toBe(5)
  })

  it('a second start says that it runs, and stop ends all of it, saying what is kept', async () => {
    const { pid, services = [] } = running() ?? {}
    expect((await semiont('start', '--detach')).stdout).toContain(`already runs at ${running()?.url} (process ${pid}).`)
    const { code, stdout } = await semiont('stop')
    expect([code, stdout]).toEqual([
      0,
      'Semiont (environment local) is stopped. Documents, database, secrets and logs are kept in .semiont.\nStart it again with: semiont start\n',
    ])
    expect(running()).toBeUndefined()
    for (const service of services) expect(() => process.kill(service.pid, 0)).toThrow('ESRCH')
  })
})

it('a start in the background that fails gives the reason, and leaves nothing running', async () => {
  const starting = startDetached({ FIXTURE_MIGRATE_FAILS: 'yes' })
  await expect(starting).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('backend migrate failed') })
  expect(running()).toBeUndefined()
})
