import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRotatingLog, type RotatingLog } from '../logs/rotating-log.ts'
import { isAlive } from '../processes/process-identity.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { withConnection } from './connect.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { stopLeftoverServer } from './leftover-server.ts'

let folder: string
let log: RotatingLog
const running: EmbeddedPostgres[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semiont-postgres-'))
  await import('node:fs/promises').then(({ chmod }) => chmod(folder, 0o755))
  log = openRotatingLog(join(folder, 'postgres.log'), { rotateBytes: 1_000_000, keep: 1 })
})

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()))
  await log.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    superuserPassword: 'super secret',
    password: "it's/secret",
    log,
  })
  running.push(server)
  return server
}

async function ask<Row>(server: EmbeddedPostgres, query: string): Promise<Row> {
  return await withConnection(server.url, async (client) => (await client.query(query)).rows[0])
}

it('serves a database that folds the case of letters beyond ASCII, durably, to this machine only, and to no superuser', async () => {
  const server = await start()
  expect(
    await ask(
      server,
      `select lower('ÄÖÜ') as folded, to_tsvector('simple', 'Ärger und ÜBERMUT')::text as words,
        current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
        current_setting('server_version_num')::int / 10000 as major,
        (select rolsuper from pg_roles where rolname = current_user) as superuser`,
    ),
  ).toEqual({
    folded: 'äöü',
    words: `'und':2 'ärger':1 'übermut':3`,
    fsync: 'on',
    listen: '127.0.0.1',
    major: 17,
    superuser: false,
  })
  await server.stop()
})

it('keeps its data and its port from one start to the next', async () => {
  const first = await start()
  await ask(first, 'create table kept as select 42 as value')
  await first.stop()
  const second = await start()
  expect(second.port).toBe(first.port)
  expect(await ask(second, 'select value from kept')).toEqual({ value: 42 })
  await second.stop()
})

it('takes another port when its own is in use, and remembers that', async () => {
  const before = Number(await readFile(join(folder, 'postgres.port'), 'utf8'))
  const squatter = createServer().listen(before, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const server = await start()
  expect(server.port).not.toBe(before)
  squatter.close()
  await server.stop()
  expect(Number(await readFile(join(folder, 'postgres.port'), 'utf8'))).toBe(server.port)
})

it('starts PostgreSQL again when it crashes, with everything that was acknowledged', async () => {
  const server = await start()
  await ask(server, 'create table acknowledged as select 7 as value')
  const crashed = server.identity()
  if (!crashed) throw new Error('the server has no process')
  process.kill(crashed.pid, 'SIGKILL')
  const value = async () => (await ask<{ value: number }>(server, 'select value from acknowledged')).value
  const back = () =>
    value().then(
      (found) => found === 7,
      () => false,
    )
  expect(await waitUntil(back, { timeout: 20_000 })).toBe(true)
  expect(server.identity()?.pid).not.toBe(crashed.pid)
  await server.stop()
})

it('ends a server that a killed parent left behind, and goes on with its data', async () => {
  const orphan = await start()
  const identity = orphan.identity()
  if (!identity) throw new Error('the server has no process')
  expect(await stopLeftoverServer(join(folder, 'postgres', 'data'))).toBe('stopped')
  expect(isAlive(identity)).toBe(false)
  await orphan.stop()
})

it('is not fooled by a stale file whose process number belongs to another program now', async () => {
  const data = join(folder, 'postgres', 'data')
  await writeFile(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n1\n\n127.0.0.1\n\nready\n`)
  expect(await stopLeftoverServer(data)).toBe('stale-file-removed')
  const server = await start()
  expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 })
  await server.stop()
})

it.runIf(process.platform === 'linux')('is not held up by a killed server that nobody has reaped', async () => {
  const data = join(folder, 'postgres', 'data')
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = Number(
    await new Promise<string>((resolve) => parent.stdout.once('data', (said) => resolve(String(said)))),
  )
  await writeFile(join(data, 'postmaster.pid'), `${ended}\n${data}\n0\n1\n\n127.0.0.1\n\nready\n`)
  const server = await start()
  expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 })
  await server.stop()
  parent.kill()
})

it('says what to do when the secrets do not belong to the data', async () => {
  const starting = startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    superuserPassword: 'wrong',
    password: 'wrong',
    log,
  })
  await expect(starting).rejects.toMatchObject({ action: expect.stringContaining(join(folder, 'secrets')) })
})
