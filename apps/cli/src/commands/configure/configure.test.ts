import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { openLocalSecretStore, parseKeyRing } from '@semiont/config'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../run.ts'
import { fixtureService, semiont as semiontIn, type Given } from '../../testing/semiont.ts'

const LONG = 'q4Vn0ZkP3uYtR8sWbE1mXc7LhJ2dGf6A-9'
const GOOGLE = 'GOCSPX-1aZkQ9vPz-Yw3eR7tUiO5pLk'
const CLIENT_ID = '12345-abc.apps.googleusercontent.com'
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-configure-'))
  await mkdir(join(directory, 'environments'))
  await given('semiont.json', { site: { name: 'Archive', oauthAllowedDomains: ['example.org'] } })
  await given('environments/production.json', { services: { backend: { replicas: 2 } } })
})

afterEach(() => rm(directory, { recursive: true }))

const semiont = async (line: string, options: Partial<Given> = {}) =>
  await semiontIn(line.split(' '), { directory, ...options })

async function given(file: string, content: unknown) {
  await writeFile(join(directory, file), `${JSON.stringify(content, null, 2)}\n`)
}

const fileOf = async (name: string) =>
  JSON.parse(await readFile(join(directory, 'environments', `${name}.json`), 'utf8')) as unknown

const secretsOf = (name: string) =>
  openLocalSecretStore(join(directory, '.semiont', ...(name === 'local' ? [] : ['environments', name]), 'secrets'))

const ringOf = async (name: string) => parseKeyRing((await secretsOf(name).find('jwt-keys')) ?? '')

/** Everything below the project folder as one text: logs, audit trails, settings. */
async function everythingWritten(): Promise<string> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true })
  const texts = files
    .filter((file) => file.isFile())
    .map(async (file) => await readFile(join(file.parentPath, file.name), 'utf8'))
  return (await Promise.all(texts)).join('\n')
}

describe('settings', () => {
  it('shows what holds and which file says so', async () => {
    const { stdout, code } = await semiont('configure production show services.backend')
    expect(code).toBe(0)
    expect(stdout).toMatch(/services\.backend\.replicas\s+2\s+environments\/production\.json/)
    const all = await semiont('configure show --json')
    expect(all.json().data).toMatchObject({
      environment: 'local',
      settings: expect.arrayContaining([
        { path: 'site.name', value: 'Archive', from: 'semiont.json' },
        { path: 'services.backend.replicas', value: 1, from: null },
      ]),
    })
  })

  it('gets a value as a script wants it', async () => {
    expect((await semiont('configure production get site.name')).stdout).toBe('Archive\n')
    expect((await semiont('configure get site.oauthAllowedDomains')).stdout).toBe('["example.org"]\n')
    expect((await semiont('configure get site.domain')).stdout).toBe('site.domain is not set, and has no default.\n')
    expect(JSON.parse((await semiont('configure production get services.backend')).stdout)).toEqual({ replicas: 2 })
  })

  it('sets and unsets in the file of the environment, before -> after, and says when it holds', async () => {
    const set = await semiont('configure production set site.oauthAllowedDomains a.org,b.org')
    expect(set.stdout).toContain('site.oauthAllowedDomains: ["example.org"] -> ["a.org","b.org"]')
    expect(set.stdout).toContain('Written to environments/production.json.')
    expect(set.stderr).toContain('environment: production')
    expect(await fileOf('production')).toEqual({
      services: { backend: { replicas: 2 } },
      site: { oauthAllowedDomains: ['a.org', 'b.org'] },
    })
    const unset = await semiont('configure unset site.oauthAllowedDomains --environment production')
    expect(unset.stdout).toContain('["a.org","b.org"] -> ["example.org"]')
    expect(await fileOf('production')).toEqual({ services: { backend: { replicas: 2 } } })
  })

  it('takes words after the path as one value', async () => {
    await semiont('configure production set site.name The City Archive')
    expect(await fileOf('production')).toMatchObject({ site: { name: 'The City Archive' } })
  })

  it('changes nothing on --dry-run, and says so when there is nothing to change', async () => {
    const dry = await semiont('configure production set services.backend.replicas 3 --dry-run')
    expect(dry.stdout).toContain('Would change environments/production.json: services.backend.replicas: 2 -> 3')
    expect(await fileOf('production')).toEqual({ services: { backend: { replicas: 2 } } })
    expect((await semiont('configure production set services.backend.replicas 2')).stdout).toContain('is 2 already')
  })

  it.each([
    [
      'configure production set services.backend.replicas 99',
      'services.backend.replicas: Too big: expected number to be <=16',
    ],
    ['configure production set site.nam x', 'Did you mean site.name?'],
    ['configure prodution set site.name x', 'Did you mean production?'],
    ['configure production sett site.name x', 'Did you mean: semiont configure set'],
    ['configure vlidate', 'Did you mean: semiont configure validate'],
    ['configure production get', 'needs a path'],
    ['configure production set site.name x --environment local', 'Which environment: production, or local'],
    ['configure production set site.name', 'semiont configure production set site.name <value>'],
  ])('refuses "%s" with 2', async (line, reason) => {
    const { code, stderr } = await semiont(line)
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)])
  })

  it('takes a short name for that of an environment, even if an action is near, and shows it', async () => {
    await given('environments/dev.json', { logs: { level: 'debug' } })
    const { stdout, stderr } = await semiont('configure dev')
    expect(stdout).toMatch(/logs\.level\s+"debug"\s+environments\/dev\.json/)
    expect(stderr).toContain('environment: dev')
    expect((await semiont('configure dev set logs.level info')).code).toBe(0)
  })

  it('lists environments and validates all of them', async () => {
    await given('environments/staging.json', { _extends: 'production' })
    expect((await semiont('configure list')).stdout).toMatch(
      /\* local .*\n {2}production .*\n {2}staging .*extends production/,
    )
    expect(await semiont('configure validate')).toMatchObject({
      code: 0,
      stdout: 'All 3 environments are valid: local, production, staging.\n',
    })
    await given('environments/staging.json', { _extends: 'production', services: { frontDor: {} } })
    const { code, stdout } = await semiont('configure validate')
    expect(code).toBe(3)
    expect(stdout).toContain('Not valid: staging.')
    expect(stdout).toContain('environments/staging.json: services.frontDor: unknown key. Did you mean frontDoor?')
  })
})

describe('jwt-secret', () => {
  it('is taken from standard input; the first one signs at once', async () => {
    const { code, stdout, stderr } = await semiont('configure local set jwt-secret', { typed: `${LONG}\n` })
    expect(code).toBe(0)
    expect(await ringOf('local')).toEqual([expect.objectContaining({ secret: LONG, state: 'active' })])
    expect(stdout).toContain('Read by backend and worker at the next start: semiont start')
    expect(stdout + stderr).not.toContain(LONG)
  })

  it('is made when nothing is given and nobody can be asked, and with --generate', async () => {
    const { code, stdout } = await semiont('configure production set jwt-secret')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Made a new jwt-secret for production')])
    const [first] = await ringOf('production')
    expect(stdout).not.toContain(first?.secret ?? 'nothing')
    await semiont('configure production set jwt-secret --generate', { typed: 'ignored' })
    expect((await ringOf('production')).map(({ state }) => state)).toEqual(['next', 'active'])
  })

  it('waits as next where there is one, and the ring is shown without secrets', async () => {
    await semiont('configure local set jwt-secret --generate')
    const set = await semiont('configure local set jwt-secret', { typed: LONG })
    expect(set.stdout).toContain('nobody is signed out')
    const { stdout } = await semiont('configure show jwt-secret')
    const [next, active] = await ringOf('local')
    expect(stdout).toContain(`key ${next?.kid.slice(0, 6)}`)
    expect(stdout).toMatch(/is next: .*\n.* is active: it signs/)
    for (const key of [next, active]) expect(stdout).not.toContain(key?.secret)
  })

  it.each([
    ['short', 'jwt-secret has 5 characters; at least 32 are needed.'],
    ['changeme'.repeat(5), 'words that stand for a secret'],
    [`${LONG}\n${LONG}`, 'must be one line'],
  ])('is refused as %j with 2, and nothing changes', async (typed, reason) => {
    const { code, stdout, stderr } = await semiont('configure local set jwt-secret', { typed })
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)])
    expect(stdout + stderr).not.toContain(typed.split('\n')[0])
    expect(await secretsOf('local').find('jwt-keys')).toBeUndefined()
  })

  it('is read from a file, relative to where the command was typed', async () => {
    await writeFile(join(directory, 'secret.txt'), `${LONG}\n`)
    const { code, stderr } = await semiont('configure local set jwt-secret --from-file secret.txt')
    expect([code, stderr]).toEqual([0, expect.stringContaining('Others on this machine may read secret.txt')])
    expect((await ringOf('local'))[0]?.secret).toBe(LONG)
    expect((await semiont('configure local set jwt-secret --from-file none.txt')).code).toBe(2)
  })
})

describe('database-password', () => {
  it("is made before the first start, or taken; never a short one, nor that of a database of one's own", async () => {
    const { code, stdout } = await semiont('configure local set database-password')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Made a new database-password for local')])
    expect(stdout).toContain('Read by backend, worker and database at the next start: semiont start')
    expect(stdout).not.toContain(await secretsOf('local').find('postgres/semiont'))
    await semiont('configure local set database-password', { typed: LONG })
    expect(await secretsOf('local').find('postgres/semiont')).toBe(LONG)
    expect((await semiont('configure local set database-password', { typed: 'short' })).code).toBe(2)
    const own = await semiont('configure local set database-password', { env: { DATABASE_URL: 'postgres://x' } })
    expect([own.code, own.stderr]).toEqual([5, expect.stringContaining('DATABASE_URL')])
    expect(await secretsOf('local').find('postgres/semiont')).toBe(LONG)
  })
})

describe('oauth/google', () => {
  it('works before there is such a provider: adds it, stores the secret, says who has to restart', async () => {
    const { code, stdout } = await semiont('configure production set oauth/google', {
      typed: `${CLIENT_ID}\n${GOOGLE}\n`,
    })
    expect(code).toBe(0)
    expect(stdout).toContain('Stored client id and client secret of google for production.')
    expect(stdout).toContain('Read by backend and worker')
    expect(await secretsOf('production').find('oauth/google')).toBe(GOOGLE)
    expect(await fileOf('production')).toEqual({
      services: { backend: { replicas: 2 } },
      security: {
        oidc: {
          providers: [{ id: 'google', name: 'Google', issuer: 'https://accounts.google.com', clientId: CLIENT_ID }],
        },
      },
    })
    await semiont('configure production set oauth/google', {
      typed: '{"clientSecret":"GOCSPX-2bZkQ9vPz-Yw3eR7tUiO5pLk"}',
    })
    expect(await secretsOf('production').find('oauth/google')).toBe('GOCSPX-2bZkQ9vPz-Yw3eR7tUiO5pLk')
    expect((await semiont('configure production show oauth/google')).stdout).toMatch(
      /^oauth\/google: present, of today/,
    )
  })

  it.each(['', CLIENT_ID, `${GOOGLE}\n${CLIENT_ID}`])('is refused as %j with 2, and nothing changes', async (typed) => {
    const { code, stdout, stderr } = await semiont('configure production set oauth/google', { typed })
    expect([code, stderr]).toEqual([2, expect.stringContaining('Nothing was changed')])
    expect(stdout + stderr).not.toContain(GOOGLE)
    expect(await fileOf('production')).toEqual({ services: { backend: { replicas: 2 } } })
  })

  it('is taken as the provider gave it, but not in silence when it looks like a placeholder', async () => {
    const typed = `${CLIENT_ID}\nyour-client-secret-here\n`
    const { code, stderr } = await semiont('configure production set oauth/google', { typed })
    expect([code, stderr]).toEqual([0, expect.stringContaining('looks like a placeholder')])
    expect((await semiont('secrets --environment production')).code).toBe(3)
  })

  it('says of an unknown provider how to add it, and keeps the secret of one that is configured', async () => {
    const unknown = await semiont('configure production set oauth/okta', { typed: `${CLIENT_ID}\n${GOOGLE}` })
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining("semiont configure production set security.oidc.providers '[{"),
    ])
    await semiont('configure production set oauth/google', { typed: `${CLIENT_ID}\n${GOOGLE}` })
    expect((await semiont('configure production unset oauth/google')).code).toBe(5)
    expect((await semiont('configure production unset jwt-secret')).code).toBe(5)
  })
})

describe('no secret is ever seen', () => {
  it('refuses one given as an argument, also one of a misspelt name, without repeating or recording it', async () => {
    for (const name of ['jwt-secret', 'oauth/google', 'jwt-secert', 'oauth/unknown']) {
      const { code, stdout, stderr } = await semiont(`configure production set ${name} ${LONG} ${GOOGLE}`)
      expect([code, stderr]).toEqual([2, expect.stringContaining('never an argument')])
      expect(stdout + stderr).not.toContain(LONG)
    }
    const written = await everythingWritten()
    expect(written).not.toContain(LONG)
    expect(written).not.toContain(GOOGLE)
  })

  it('writes none in the clear, into no file, audit trail or answer', async () => {
    const said = [
      await semiont('configure local set jwt-secret --verbose', { typed: LONG }),
      await semiont('configure local set oauth/google --json', { typed: `${CLIENT_ID}\n${GOOGLE}` }),
      await semiont('configure local set smtp-password', { typed: `sk-${LONG}` }),
      await semiont('secrets --json'),
      await semiont('configure show --json'),
      await semiont('configure local get oauth/google'),
      await semiont('configure local unset smtp-password'),
    ]
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0])
    for (const text of [await everythingWritten(), ...said.map(({ stdout, stderr }) => stdout + stderr)]) {
      expect(text).not.toContain(LONG)
      expect(text).not.toContain(GOOGLE)
    }
  })

  it('does not show what is typed at a terminal', async () => {
    let shown = ''
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const write = () => new PassThrough().on('data', (chunk) => (shown += String(chunk)))
    const running = run(['configure', 'local', 'set', 'oauth/google'], {
      directory,
      env: {},
      programs: { backend: fixtureService, frontend: fixtureService },
      input,
      stdout: write(),
      stderr: write(),
      graceMilliseconds: 100,
      signal: new AbortController().signal,
      now: () => new Date(),
    })
    await expect.poll(() => shown).toContain('Client id of google:')
    input.write(`${CLIENT_ID}\n`)
    await expect.poll(() => shown).toContain('Client secret of google (not shown while you type):')
    input.write(`${GOOGLE}\n`)
    expect(await running).toBe(0)
    expect(await secretsOf('local').find('oauth/google')).toBe(GOOGLE)
    expect(shown).toContain(CLIENT_ID)
    expect(shown).not.toContain(GOOGLE)
  })
})

describe('secrets', () => {
  it('names what is missing, a placeholder or stale, with 3 and what to type', async () => {
    await semiont('configure production set oauth/google', { typed: `${CLIENT_ID}\n${GOOGLE}` })
    await secretsOf('production').set('oauth/google', 'changeme')
    const { code, stdout } = await semiont('secrets check --environment production')
    expect(code).toBe(3)
    expect(stdout).toContain('need attention: oauth/google.')
    expect(stdout).toMatch(/oauth\/google: placeholder.*\n {2}semiont configure production set oauth\/google/)
    expect(stdout).not.toContain('changeme')
  })

  it('is content with a fresh project, and sees a secret age', async () => {
    expect((await semiont('secrets')).code).toBe(0)
    await semiont('configure local set jwt-secret --generate')
    const { code, stdout } = await semiont('secrets', { now: () => new Date(Date.now() + 200 * 86_400_000) })
    expect([code, stdout]).toEqual([3, expect.stringContaining('jwt-secret: stale, 200 days old')])
  })

  it('revokes former keys, and says when there are none', async () => {
    await semiont('configure local set jwt-secret --generate')
    expect((await semiont('secrets revoke jwt-secret')).stdout).toContain('Nothing was changed.')
    const [active] = await ringOf('local')
    const former = { ...active, kid: 'former', state: 'retiring', endedAt: new Date().toISOString() }
    await secretsOf('local').set('jwt-keys', JSON.stringify([active, former]))
    expect((await semiont('secrets revoke jwt-secret')).stdout).toContain('Revoked the former key of jwt-secret.')
    expect((await ringOf('local')).map(({ state }) => state)).toEqual(['active', 'revoked'])
  })
})
