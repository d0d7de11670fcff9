import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultEnvironment, openSecretStore } from '@semiont/config'
import { createTestDatabase, type TestDatabase } from '@semiont/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openLocalPlatform } from '../../local/index.ts'
import { type DatabaseContact, withDatabaseContact } from './database-contact.ts'

let database: TestDatabase
let directory: string
const servers: Server[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-contact-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(directory, { recursive: true })
})

function seeker(databaseUrl?: string): Parameters<typeof withDatabaseContact>[0] {
  const environment = defaultEnvironment(directory, 'local')
  const secrets = openSecretStore(environment)
  const programs = { backend: '/nowhere', frontend: '/nowhere' }
  return {
    environment,
    secrets,
    platform: openLocalPlatform({ environment, secrets, programs, databaseUrl }),
    databaseUrl,
    services: [],
    full: false,
    deep: false,
    now: () => new Date(),
    signal: new AbortController().signal,
    stateDirectory: join(directory, '.semiont'),
  }
}

async function contact(databaseUrl?: string): Promise<DatabaseContact> {
  return await withDatabaseContact(seeker(databaseUrl), async (made) => await made)
}

async function givenPort(port: number): Promise<void> {
  await mkdir(join(directory, '.semiont'))
  await writeFile(join(directory, '.semiont', 'postgres.port'), `${port}\n`)
}

async function listen(): Promise<number> {
  const server = createServer((_request, response) => response.end('hello'))
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

it('reaches a database, and asks several questions over one connection', async () => {
  const answers = await withDatabaseContact(seeker(database.url), async (contact) => {
    const made = await contact
    if (!made.reached) throw new Error(made.detail)
    const failed = made.client.query('select nothing').catch((error: Error) => error.message)
    const fine = made.client.query<{ number: number }>('select 1 as number')
    return [await failed, (await fine).rows]
  })
  expect(answers).toEqual([expect.stringContaining('nothing'), [{ number: 1 }]])
})

it('where nothing was ever started it finds no database, and makes nothing', async () => {
  expect(await contact()).toMatchObject({ reached: false, why: 'not-made' })
  expect(await readdir(directory)).toEqual([])
})

it('finds the embedded server stopped, and does not start it', async () => {
  const port = await listen()
  await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
  await givenPort(port)
  expect(await contact()).toMatchObject({ reached: false, why: 'stopped', address: `127.0.0.1:${port}` })
})

it('finds another program on the port of the embedded server, by its process', async () => {
  await givenPort(await listen())
  expect(await contact()).toMatchObject({
    reached: false,
    why: 'port-taken',
    detail: expect.stringContaining(`process ${process.pid}`),
  })
})

it.each<[string, string, (url: URL) => void]>([
  ['wrong-password', 'a wrong password', (url) => (url.password = 'wrong')],
  ['no-such-database', 'a wrong name', (url) => (url.pathname = '/nothing_of_this_name')],
  ['refused', 'a wrong port', (url) => (url.port = '1')],
  ['unknown-host', 'a wrong host', (url) => (url.hostname = 'nowhere.invalid')],
])('says %s for %s', async (why, _what, change) => {
  const url = new URL(database.url)
  change(url)
  expect(await contact(url.href)).toMatchObject({ reached: false, why, embedded: false })
})

it('never shows the password in the address', async () => {
  const made = await contact('postgres://ada:lovelace@127.0.0.1:1/semiont')
  expect(JSON.stringify(made)).not.toContain('lovelace')
})
