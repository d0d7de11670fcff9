import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { list, text } from '../json.ts'
import { type RunningSite, serveSite } from './running-backend.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation
let site: RunningSite

beforeAll(async () => {
  installation = await startInstallation({ database: 'migrated' })
  site = await serveSite(installation)
})

afterEach(() => {
  installation.aws.fargate.clearTrouble()
  installation.aws.faults.clear()
})

afterAll(async () => {
  await site?.stop()
  await installation?.stop()
})

const semiont = async (...args: readonly string[]) => await installation.semiont(args, { env: site.variables })

/** Everything that anyone may read who may read logs. */
async function wholeLog(): Promise<string> {
  const { events } = await installation.aws.calls.call('logs:filter_log_events', { logGroupName: 'SemiontLogGroup' })
  return list(events)
    .map(({ message }) => text(message))
    .join('\n')
}

describe('people and agents', () => {
  it('begin with the administrator, whose link the command alone sees', async () => {
    const { code, stdout } = await semiont('admin-link')
    expect(code).toBe(0)
    const secret = /^https:\/\/\S+#link=(\S+)$/m.exec(stdout)?.[1] ?? 'no link'
    expect(await wholeLog()).not.toContain(secret)
  })

  it('are registered and reviewed through tasks, and no log learns what lets them in or who they are', async () => {
    const added = await semiont('useradd', '--email', 'anna@example.org', '--name', 'Anna Alt', '--role', 'moderator')
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Registered Anna Alt .* as moderator\./) })
    const link = /#link=(\S+)/.exec(added.stdout)?.[1] ?? 'no link'
    const agent = await semiont('useradd', '--agent', '--name', 'Nightly reader')
    const token = /semiont_pat_\S+/.exec(agent.stdout)?.[0] ?? 'no token'
    const listed = await semiont('users')
    expect(listed.stdout).toMatch(/Anna Alt +anna@example\.org +moderator/)
    const log = await wholeLog()
    for (const secret of [link, token, 'anna@example.org', 'eyJ']) expect(log).not.toContain(secret)
    const shown = await semiont('logs', '--service', 'backend')
    expect(shown.stdout).not.toContain('sealedReply')
  })

  it('are changed', async () => {
    const changed = await semiont('users', 'role', 'anna@example.org', 'reader')
    expect(changed).toMatchObject({ code: 0, stdout: expect.stringContaining('is reader now') })
  })
})

it('documents are taken in and out', async () => {
  const [there, back] = [join(installation.folder, 'letters'), join(installation.folder, 'back')]
  mkdirSync(there)
  writeFileSync(join(there, 'letter.txt'), 'Dear Ada,\n')
  expect(await semiont('import', there)).toMatchObject({ code: 0 })
  expect(await semiont('export', '--to', back)).toMatchObject({ code: 0 })
  const files = readdirSync(back, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
  expect(texts).toContain('Dear Ada,\n')
})

describe('a task that does not do what it should', () => {
  it('is reported with the reason of AWS', async () => {
    installation.aws.fargate.trouble('semiont-backend', { stopsWith: 'CannotPullContainerError: no such image' })
    const said = await semiont('users')
    expect(said.code).toBe(1)
    expect(said.stderr).toMatch(/The task access-review \(\w+\) did not start: CannotPullContainerError: no such image/)
  })

  it('is reported when there is no room for it', async () => {
    installation.aws.fargate.trouble('semiont-backend', { noCapacity: true })
    const said = await semiont('users')
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('AWS does not start the task access-review')
  })

  it('is refused without the right', async () => {
    installation.aws.faults.deny('ecs:RunTask')
    expect(await semiont('users')).toMatchObject({ code: 5, stderr: expect.stringContaining('ecs:RunTask') })
  })

  it('is stopped with the command', async () => {
    const stop = new AbortController()
    const running = installation.semiont(['users'], { signal: stop.signal })
    const tasks = async (desiredStatus: string) => {
      const asked = { cluster: 'SemiontCluster', family: 'semiont-backend', desiredStatus }
      return list((await installation.aws.calls.call('ecs:list_tasks', asked))['taskArns']).length
    }
    const before = await tasks('RUNNING')
    await expect.poll(async () => await tasks('RUNNING'), { timeout: 20_000, interval: 20 }).toBe(before + 1)
    stop.abort()
    expect((await running).code).toBe(130)
    await expect.poll(async () => await tasks('RUNNING'), { timeout: 20_000 }).toBe(before)
  })

  it('says with its last lines why it failed', async () => {
    const secret = { SecretId: 'semiont/jwt-keys', SecretString: 'not a ring of keys' }
    await installation.aws.calls.call('secretsmanager:put_secret_value', secret)
    const said = await semiont('users')
    expect(said.code).toBe(1)
    expect(said.stderr).toMatch(/The task access-review \(\w+\) failed with code 1\n[^]*JWT_KEYS: must be JSON/)
  })
})
