import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createAdministratorLink,
  createApplication,
  listen,
  migrationFolders,
  readConfiguration,
} from '@semiont/backend'
import { migrate } from '@semiont/event-store'
import { startTestPostgresServer } from '@semiont/testkit/postgres-server'
import type pg from 'pg'
import type { BenchDocument } from './corpus.ts'

export interface Installation {
  pool: pg.Pool
  get(path: string): Promise<unknown>
  /** Uploads through the door everyone uses, and waits until everything can be found. */
  load(documents: readonly BenchDocument[]): Promise<{ uploadSeconds: number; searchableAfterSeconds: number }>
  close(): Promise<void>
}

const UPLOADS_AT_ONCE = 4

/** A whole Semiont on an embedded PostgreSQL of its own. */
export async function startInstallation(): Promise<Installation> {
  const server = await startTestPostgresServer()
  const dataDirectory = mkdtempSync(join(tmpdir(), 'semiont-bench-'))
  const configuration = readConfiguration({
    DATABASE_URL: server.adminUrl,
    JWT_SECRET: 'a secret for measuring that is long enough',
    SEMIONT_DATA_DIR: dataDirectory,
    LOG_LEVEL: 'error',
    SEMIONT_RATE_LIMITS: 'off',
  })
  await migrate(configuration.databaseUrl, migrationFolders())
  const application = await createApplication(configuration)
  const http = await listen(application, '127.0.0.1', 0)
  await application.startWorker()
  const { pool } = application.kernel
  let token = ''
  const call = async (method: string, path: string, body?: string, type = 'application/json') => {
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': type }
    const response = await fetch(http.url + path, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as unknown
  }
  const link = new URL(await createAdministratorLink(application.kernel)).searchParams.get('token')
  const signIn = await call('POST', '/api/auth/link', JSON.stringify({ token: link, session: 'token' }))
  token = (signIn as { accessToken: string }).accessToken
  // A session's token lasts 15 minutes, filling and measuring may take longer.
  const lasting = await call('POST', '/api/me/tokens', JSON.stringify({ name: 'bench', scopes: ['write'] }))
  token = (lasting as { token: string }).token
  return {
    pool,
    get: (path) => call('GET', path),
    async load(documents) {
      const began = performance.now()
      const collection = await call('POST', '/api/collections', JSON.stringify({ name: 'Archive' }))
      const waiting = documents.values()
      const upload = async () => {
        for (const { name, text } of waiting) {
          const query = new URLSearchParams({ collectionId: (collection as { id: string }).id, name, language: 'en' })
          await call('POST', `/api/resources/upload?${query.toString()}`, text, 'text/plain')
        }
      }
      await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, upload))
      const uploadSeconds = (performance.now() - began) / 1_000
      while ((await countIndexed(pool)) < documents.length) await sleep(250)
      const searchableAfterSeconds = (performance.now() - began) / 1_000
      // What the server does by itself a minute after so much was written.
      await pool.query('vacuum analyze')
      return { uploadSeconds: Math.round(uploadSeconds), searchableAfterSeconds: Math.round(searchableAfterSeconds) }
    },
    async close() {
      await http.close(0)
      await application.close()
      await server.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function countIndexed(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from search_documents')
  return rows[0]?.count ?? 0
}
