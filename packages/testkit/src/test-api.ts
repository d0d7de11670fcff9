import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Application,
  type Configuration,
  createAdministratorLink,
  createApplication,
  listen,
  migrationFolders,
  readConfiguration,
} from '@semiont/backend'
import type { Role } from '@semiont/contract'
import { migrate } from '@semiont/event-store'
import { ApiClient } from './api-client.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export interface TestApi {
  url: string
  database: TestDatabase
  application: Application
  /** Signed in as the administrator of the installation. */
  administrator: ApiClient
  /** Nobody. */
  anonymous: ApiClient
  /** A new person with this role, signed in through the door everyone uses. */
  signUp(role: Role, options?: { name?: string; email?: string }): Promise<ApiClient>
  /** Another backend process' worth of application on the same database and files. */
  startReplica(): Promise<{ url: string; application: Application; close(): Promise<void> }>
  close(): Promise<void>
}

export interface TestApiOptions {
  configuration?: Partial<Configuration>
  /** Also follow the log and run scheduled tasks (default: yes). */
  worker?: boolean
  now?: () => Date
}

const JWT_SECRET = 'a secret for tests that is long enough to be accepted'

/** The real application on a fresh migrated database, behind real HTTP on a free port of 127.0.0.1. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase({ template: { name: 'migrated', migrate: migrateAll } })
  const dataDirectory = await mkdtemp(join(tmpdir(), 'semiont-test-data-'))
  const configuration: Configuration = {
    ...readConfiguration({
      DATABASE_URL: database.url,
      JWT_SECRET,
      SEMIONT_DATA_DIR: dataDirectory,
      LOG_LEVEL: 'silent',
      SEMIONT_RATE_LIMITS: 'off',
    }),
    ...options.configuration,
  }
  const main = await startApplication(configuration, options)
  const anonymous = new ApiClient(main.url)
  const administrator = await signInByLink(anonymous, await createAdministratorLink(main.application.kernel))
  // The worker makes the first collection when it sees the first administrator.
  await main.caughtUp()
  const replicas: { close(): Promise<void> }[] = []
  let people = 0
  return {
    url: main.url,
    database,
    application: main.application,
    administrator,
    anonymous,
    async signUp(role, { name = `${role} ${++people}`, email } = {}) {
      const person = await administrator.request('POST', '/api/participants', {
        name,
        role,
        ...(email ? { email } : {}),
      })
      const { id } = person.json as { id: string }
      const link = await administrator.request('POST', `/api/participants/${id}/link`, {})
      return await signInByLink(anonymous, (link.json as { url: string }).url)
    },
    async startReplica() {
      const replica = await startApplication(configuration, options)
      replicas.push(replica)
      return replica
    },
    async close() {
      for (const replica of replicas) await replica.close()
      await main.close()
      await database.drop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function migrateAll(url: string): Promise<void> {
  await migrate(url, migrationFolders())
}

async function startApplication(configuration: Configuration, { worker = true, now }: TestApiOptions) {
  const application = await createApplication(configuration, now)
  const server = await listen(application, '127.0.0.1', 0)
  const running = worker ? await application.startWorker() : undefined
  let closed = false
  return {
    url: server.url,
    application,
    async caughtUp() {
      await running?.caughtUp()
    },
    async close() {
      if (closed) return
      closed = true
      await server.close(500)
      await application.close()
    },
  }
}

async function signInByLink(anonymous: ApiClient, link: string): Promise<ApiClient> {
  const token = new URL(link).searchParams.get('token')
  const { json } = await anonymous.request('POST', '/api/auth/link', { token, session: 'token' })
  const session = json as { accessToken: string; participant: { id: string } }
  return anonymous.as(session.accessToken, session.participant.id)
}
