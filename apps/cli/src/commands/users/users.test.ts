import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SmallInstallation, startSmallInstallation } from '../../testing/small-installation.ts'

let installation: SmallInstallation
let directory: string

beforeAll(async () => {
  installation = await startSmallInstallation()
  directory = installation.directory
})

afterAll(async () => await installation?.end())

const run = (...args: string[]) => installation.run(...args)

it('registers a person and prints the link, changes their role, and keeps both in the audit trail', async () => {
  const added = await run('useradd', '--email', 'anna@example.org', '--name', 'Anna Alt', '--role', 'moderator')
  expect(added.stdout).toMatch(/^Registered Anna Alt \(usr_\w+\) as moderator\.\n\nThis link signs Anna Alt in once/)
  const changed = await run('users', 'role', 'anna@example.org', 'reader')
  expect(changed.stdout).toMatch(/^Anna Alt \(usr_\w+\) is reader now\.\n$/)
  const { stdout } = await run('audit', 'show', '--command', 'users')
  expect(stdout).toMatch(/before: .*"role":"moderator".*\n.*after: .*"role":"reader"/)
})

it('registers an agent, whose token is printed once and stands in no record', async () => {
  const added = await run('useradd', '--agent', '--name', 'Nightly reader', '--scope', 'read', '--model', 'small-1')
  const token = /semiont_pat_\S+/.exec(added.stdout)?.[0]
  const me = await fetch(`${installation.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(await me.json()).toMatchObject({ participant: { name: 'Nightly reader' }, scopes: ['read'] })
  const trail = await readFile(join(directory, '.semiont', 'audit', 'trail.jsonl'), 'utf8')
  expect(trail).not.toMatch(/semiont_pat_|[?&]token=/)
})

it('refuses options that do not fit before it does anything', async () => {
  expect((await run('useradd', '--agent', '--email', 'a@example.org')).code).toBe(2)
  expect((await run('useradd', '--email', 'nobody')).stderr).toContain('is not an e-mail address')
  expect((await run('useradd', '--email', 'a@example.org', '--hours', '999')).stderr).toContain('from 1 to 168')
  expect((await run('users', 'role', 'anna@example.org', 'king')).stderr).toContain('king')
  expect((await run('users', 'disable')).code).toBe(2)
})

describe('without the application', () => {
  beforeAll(async () => await installation.stop())

  it('lists everyone in a table, and names who never signed in', async () => {
    const { stdout } = await run('users')
    expect(stdout).toMatch(/^NAME +E-MAIL OR SOFTWARE +ROLE/)
    expect(stdout).toMatch(/^Anna Alt +anna@example\.org +reader +active +never/m)
    expect(stdout).toMatch(/\nNever signed in: .*Anna Alt/)
  })

  it('shows one with tokens and collections', async () => {
    const { stdout } = await run('users', 'show', 'nightly reader')
    expect(stdout).toContain('Nightly reader, small-1')
    expect(stdout).toMatch(/token +semiont useradd \(….{4}\): read; last used 20/)
  })

  it('exports the access review as a table, into a file that others cannot read, and as JSON', async () => {
    const file = join(directory, 'review.csv')
    expect((await run('users', 'export', file)).stdout).toMatch(/^Wrote 3 users to .+review\.csv\.\n$/)
    const lines = (await readFile(file, 'utf8')).split('\r\n')
    expect(lines[0]).toMatch(/^id,kind,name,email,role,effective_role,status,created_at,last_sign_in_at,last_used_at/)
    expect(lines.find((line) => line.includes('anna@example.org'))).toMatch(
      /,person,Anna Alt,anna@example\.org,reader,/,
    )
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect((await run('users', 'export', file)).stderr).toContain('is there already')
    expect(JSON.parse((await run('users', 'export', '--format', 'json')).stdout)).toHaveLength(3)
  })

  it('changes nothing, and says how to start it', async () => {
    const refused = await run('users', 'disable', 'anna@example.org')
    expect(refused.code).toBe(4)
    expect(refused.stderr).toContain('semiont start')
  })
})
