import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@semiont/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLines, guideSettings, maintenanceGuide, originalGuide } from './harness/guide.ts'
import { Operator, type Said } from './harness/operator.ts'
import { withoutLostRequest } from './harness/without-lost-request.ts'

/** Every line of the guide that speaks to the `semiont` command, in its order. */
const LINES = commandLines(maintenanceGuide()).filter((line) => line.startsWith('semiont '))
const SECRET = 'a secret of the operator that is long enough'
const CLIENT_SECRET = 'GOCSPX-b2f1c8d04e7a4d3f'

interface Services {
  readonly services: readonly { readonly name: string; readonly pid: number }[]
}

describe('the maintenance guide', () => {
  const operator = new Operator({ SEMIONT_ENV: 'production' })
  const state = join(operator.folder, '.semiont/environments/production')
  let url: string
  let accessToken: string

  beforeAll(async () => {
    await operator.succeed('semiont init --no-input')
    await operator.succeed('semiont configure production set platform local')
    await obey(guideSettings(maintenanceGuide()))
    const said = await operator.type('semiont start --detach --port 0')
    url = /http:\/\/localhost:\d+/.exec(said.stdout)?.[0] ?? ''
    if (said.code !== 0) throw new Error(`${said.stdout}\n${said.stderr}`)
    accessToken = await signIn(await operator.succeed('semiont admin-link'))
  })

  afterAll(async () => {
    await operator.succeed('semiont stop')
    operator.remove()
  })

  /** What the guide wants to learn or to bring about by each line. */
  const PROOFS: Readonly<Record<string, (line: string) => Promise<void>>> = {
    'semiont configure production set jwt-secret': async (line) => {
      expect(await operator.type(line, 'too short\n')).toMatchObject({ code: 2 })
      const said = await fine(line, `${SECRET}\n`)
      expect(said.stdout).toContain('Stored the new jwt-secret for production')
      expect(said.stdout).toContain('semiont restart')
      expect(said.stdout + said.stderr).not.toContain(SECRET)
      expect(everythingIn(operator.folder)).not.toContain(SECRET)
    },

    'semiont configure production set oauth/google': async (line) => {
      const said = await fine(line, `semiont.apps.googleusercontent.com\n${CLIENT_SECRET}\n`)
      expect(said.stdout).toContain('Stored client id and client secret of google for production')
      expect(said.stdout + said.stderr).not.toContain(CLIENT_SECRET)
      expect(everythingIn(operator.folder)).not.toContain(CLIENT_SECRET)
      expect(operator.read('environments/production.json')).toContain('semiont.apps.googleusercontent.com')
    },

    'semiont watch logs --service backend | grep -i error': async (line) => {
      log('backend', 'ERROR', 'the disk said no')
      log('backend', 'INFO', 'all is well')
      const said = await fine(line)
      expect(said.stdout).toMatch(/^.*ERROR.*backend.*the disk said no.*$/m)
      expect(said.stdout).not.toContain('all is well')
    },

    'semiont watch logs --service frontend | grep -i error': async (line) => {
      log('frontend', 'ERROR', 'a page did not render')
      const said = await fine(line)
      expect(said.stdout).toMatch(/^.*ERROR.*frontend.*a page did not render.*$/m)
      expect(said.stdout).not.toContain('the disk said no')
    },

    'semiont check': async (line) => {
      const said = await fine(line)
      expect(said.stdout).toMatch(/^Semiont is healthy\./)
      for (const service of ['frontend', 'backend']) expect(said.stdout).toMatch(new RegExp(`${service} .*2/2`))
      expect(said.stdout).toMatch(/database .*healthy/)
    },

    'semiont restart': async (line) => {
      const before = processes()
      const said = await withoutLostRequest(url, () => fine(line))
      expect(said.stdout).toContain('Restarted')
      const after = processes()
      for (const service of ['frontend', 'backend', 'worker']) expect(after[service]).not.toEqual(before[service])
      expect(after['postgres']).toEqual(before['postgres'])
      // A new jwt-secret signs nobody out.
      expect(await statusWith(accessToken)).toBe(200)
    },

    'semiont restart --service frontend': (line) => restartsOnly('frontend', line),
    'semiont restart --service backend': (line) => restartsOnly('backend', line),

    "semiont exec --service backend 'pg_isready -h $DB_HOST -p $DB_PORT'": async (line) => {
      expect((await fine(line)).stdout).toMatch(/^\S+:\d+ - accepting connections\n$/)
    },
  }

  it('is the one that stands beside the repository, where there is one', () => {
    expect(originalGuide() ?? maintenanceGuide()).toBe(maintenanceGuide())
  })

  it('says no more and no less than what is proven here', () => {
    expect(LINES).toHaveLength(12)
    expect([...new Set(LINES)].toSorted()).toEqual(Object.keys(PROOFS).toSorted())
  })

  it.each(LINES.map((line, index) => [index + 1, line] as const))('line %i: %s', async (_number, line) => {
    await PROOFS[line]?.(line)
  })

  it.each([...new Set(LINES)])('%s is an example in the help of its command', async (line) => {
    const [, command = ''] = line.split(' ')
    const help = await operator.succeed(`semiont ${command} --help`)
    expect(help.split('\n').map((shown) => shown.trim())).toContain(line)
  })

  it('left a record of every change, and the record is whole', async () => {
    await operator.succeed('semiont audit verify')
    const shown = await operator.succeed('semiont audit show')
    for (const command of ['configure', 'restart', 'exec']) expect(shown).toContain(command)
    expect(shown).not.toContain(SECRET)
  })

  /** The line ends with 0, and says on standard error which environment it was about. */
  async function fine(line: string, typed?: string): Promise<Said> {
    const said = await operator.type(line, typed)
    if (said.code !== 0) throw new Error(`${line} ended with ${said.code}:\n${said.stdout}\n${said.stderr}`)
    expect(said.stderr).toContain('environment: production')
    return said
  }

  /** Puts what the guide shows as JSON into the file of the environment. */
  async function obey(settings: readonly unknown[]): Promise<void> {
    expect(settings).toEqual([{ site: { oauthAllowedDomains: ['example.com'] } }])
    const file = join(operator.folder, 'environments/production.json')
    const before = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify(Object.assign(before, ...settings)))
    await operator.succeed('semiont configure validate')
  }

  async function restartsOnly(service: string, line: string): Promise<void> {
    const before = processes()
    await withoutLostRequest(url, () => fine(line))
    const after = processes()
    const replaced = Object.keys(before).filter((name) => before[name]?.join() !== after[name]?.join())
    expect(replaced).toEqual([service])
  }

  /** Ids of the processes of each service, as the installation names them. */
  function processes(): Record<string, number[]> {
    const { services } = JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as Services
    const found: Record<string, number[]> = {}
    for (const { name, pid } of services) (found[name] ??= []).push(pid)
    return found
  }

  /** A line as the service itself writes it. */
  function log(service: string, level: string, message: string): void {
    const entry = { time: new Date().toISOString(), level, service, message }
    appendFileSync(join(state, 'logs', `${service}.log`), `${JSON.stringify(entry)}\n`)
  }

  async function signIn(link: string): Promise<string> {
    const { hash, searchParams } = new URL(link.trim())
    const token = searchParams.get('token') ?? hash.split('=')[1] ?? ''
    const session = await createClient({ baseUrl: url }).auth.withLink({ token, session: 'token' })
    if (session.session !== 'token') throw new Error('the link gave no tokens')
    return session.accessToken
  }

  async function statusWith(token: string): Promise<number> {
    return (await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status
  }
})

/** The content of all readable files: what must not stand in any of them. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/postgres'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}
