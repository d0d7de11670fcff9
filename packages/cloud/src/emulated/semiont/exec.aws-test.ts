import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation({ database: 'migrated' })
})

afterAll(async () => await installation?.stop())

const exec = async (...args: readonly string[]) => await installation.semiont(['exec', ...args])

describe('semiont exec', () => {
  it('reaches the database from the task of the backend, as the guide types it', async () => {
    const said = await installation.type(`semiont exec --service backend 'pg_isready -h $DB_HOST -p $DB_PORT'`)
    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^127\.0\.0\.1:\d+ - accepting connections\n$/),
    })
    expect(said.stderr).not.toContain('session')
  })

  it('brings the exit code back, and both outputs without what the terminal adds', async () => {
    expect(await exec('echo out; echo err >&2; printf "no end"; exit 42')).toMatchObject({
      code: 42,
      stdout: 'out\nerr\nno end',
    })
    expect(await exec('no-such-program')).toMatchObject({ code: 127 })
    expect(await exec('--json', 'echo ü; exit 3')).toMatchObject({ code: 3 })
  })

  it('hands over what is piped in, of any length and with any byte', async () => {
    const typed = `${'a line of text, some fifty characters long and more\n'.repeat(40_000)}\u0000\u0003\u0004 end`
    const said = await installation.semiont(['exec', 'cksum'], { typed })
    const { stdout } = await installation.type('cksum', { typed })
    expect(said).toMatchObject({ code: 0, stdout })
    expect(await installation.semiont(['exec', 'exit 9'], { typed })).toMatchObject({ code: 9 })
  })

  it('ends the command with Ctrl-C', async () => {
    const stop = new AbortController()
    const running = installation.semiont(['exec', 'echo begun; sleep 60'], { signal: stop.signal })
    setTimeout(() => stop.abort(), 4000)
    expect(await running).toMatchObject({ code: 130, stdout: 'begun\n' })
  })

  it('goes into the task that is named, and says which there are', async () => {
    const { taskArns } = await installation.aws.calls.call('ecs:list_tasks', {
      cluster: 'SemiontCluster',
      serviceName: 'semiont-backend',
    })
    const ids = list(taskArns).map(
      (arn) =>
        text(arn as unknown as string)
          .split('/')
          .at(-1) ?? '',
    )
    expect(await exec('--replica', ids[1] ?? '', 'echo "$SEMIONT_ROLE"')).toMatchObject({ code: 0, stdout: 'api\n' })
    const refused = await exec('--replica', 'backend-2', 'true')
    expect(refused.code).toBe(2)
    for (const id of ids) expect(refused.stderr).toContain(id)
  })
})

describe('semiont exec says what is wrong', () => {
  it('without the plugin', async () => {
    const plugin = join(installation.programs, 'session-manager-plugin')
    renameSync(plugin, `${plugin}.away`)
    const said = await exec('true')
    renameSync(`${plugin}.away`, plugin)
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('session-manager-working-with-install-plugin')
  })

  it('without the right', async () => {
    installation.aws.faults.deny('ecs:ExecuteCommand')
    const said = await exec('true')
    installation.aws.faults.clear()
    expect(said.code).toBe(5)
    expect(said.stderr).toContain('ecs:ExecuteCommand')
  })

  it('when no task runs', async () => {
    const input = { cluster: 'SemiontCluster', service: 'semiont-worker', desiredCount: 0 }
    await installation.aws.calls.call('ecs:update_service', input)
    await expect
      .poll(async () => (await exec('--service', 'worker', 'true')).stderr, { timeout: 20_000 })
      .toContain('No task of the worker runs.')
  })
})
