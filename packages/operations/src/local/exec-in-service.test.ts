import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type Environment, loadEnvironment, openSecretStore, stateDirectoryOf } from '@semiont/config'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { ExecRequest } from '../platform/platform.ts'
import { databaseVariables, execInService } from './exec-in-service.ts'
import { ownIdentity } from './processes/process-identity.ts'

let directory: string
let environment: Environment
const databaseUrl = new URL(inject('testPostgresUrl'))

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "semiont exec ' ")))
  writeFileSync(join(directory, 'semiont.json'), '{"project":"exec"}')
  environment = await loadEnvironment(directory, 'local')
})
afterAll(() => rmSync(directory, { recursive: true }))

async function exec(command: string, request: Partial<ExecRequest> = {}) {
  let text = ''
  const output = new PassThrough().on('data', (chunk) => (text += String(chunk)))
  const code = await execInService(
    {
      service: 'backend',
      command,
      input: null,
      output,
      error: output,
      signal: new AbortController().signal,
      ...request,
    },
    {
      environment,
      secrets: openSecretStore(environment),
      stateDirectory: stateDirectoryOf(environment),
      databaseUrl: () => Promise.resolve(databaseUrl.href),
    },
  )
  return { code, text }
}

it('answers whether the database can be reached, as the guide asks, also on a machine without pg_isready', async () => {
  const command = 'pg_isready -h $DB_HOST -p $DB_PORT'
  const expected = { code: 0, text: `${databaseUrl.hostname}:${databaseUrl.port} - accepting connections\n` }
  expect(await exec(command)).toEqual(expected)
  // Only the shell itself and what we bring along.
  expect(await exec(`PATH="\${PATH##*:}"; ${command}`)).toEqual(expected)
})

it('gives the backend all of its database, and its secrets', async () => {
  const { text } = await exec('echo "$DB_NAME $DB_USER $PGHOST:$PGPORT $SEMIONT_ROLE"; test -n "$JWT_KEYS" && pwd')
  const { hostname, port, username, pathname } = databaseUrl
  expect(text).toBe(`${pathname.slice(1)} ${username} ${hostname}:${port} api\n${directory}\n`)
  expect((await exec('echo $SEMIONT_ROLE', { service: 'worker' })).text).toBe('worker\n')
})

it('gives the frontend nothing of the database', async () => {
  process.env['PGPASSWORD'] = 'of the person who types'
  const { text } = await exec('env', { service: 'frontend' })
  delete process.env['PGPASSWORD']
  expect(text).toContain('SEMIONT_PUBLIC_URL=')
  expect(text).not.toMatch(/^(DATABASE_URL|JWT_KEYS|OIDC_PROVIDERS|DB_\w+|PG\w+)=/m)
})

it('goes to one replica, and names those that there are', async () => {
  const services = [{ name: 'backend', replica: 'backend-2', port: 4712, ...ownIdentity() }]
  const instance = { ...ownIdentity(), url: 'http://localhost:4711', startedAt: new Date().toISOString(), services }
  writeFileSync(join(stateDirectoryOf(environment), 'run.json'), JSON.stringify(instance))
  expect(await exec('echo $PORT $SEMIONT_PUBLIC_URL', { replica: 'backend-2' })).toEqual({
    code: 0,
    text: '4712 http://localhost:4711\n',
  })
  await expect(exec('true', { replica: 'backend-9' })).rejects.toMatchObject({
    message: 'No replica backend-9 of the backend runs.',
    action: 'There are: backend-2.',
  })
})

it('takes the address of a database apart, whatever its name and password look like', () => {
  expect(databaseVariables('postgres://a%40b:p%2Fw@db.example.org/my%20db')).toEqual({
    DB_HOST: 'db.example.org',
    DB_PORT: '5432',
    DB_NAME: 'my db',
    DB_USER: 'a@b',
    PGHOST: 'db.example.org',
    PGPORT: '5432',
    PGDATABASE: 'my db',
    PGUSER: 'a@b',
    PGPASSWORD: 'p/w',
  })
})
