import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import pg from 'pg'
import { openLocalPlatform } from '../../local/index.ts'
import type { Platform } from '../../platform/platform.ts'

/** A project folder with configuration, and the platform that works on it. */
export interface Project {
  readonly directory: string
  readonly blobs: string
  readonly platform: Platform
  remove(): Promise<void>
}

const backend = fileURLToPath(new URL('../../../../../apps/backend/dist/main.js', import.meta.url))

/** @param databaseUrl without it, a database of its own: the embedded server */
export async function makeProject(databaseUrl?: string): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), 'semiont-backup-'))
  await mkdir(join(directory, 'environments'))
  await writeFile(join(directory, 'semiont.json'), '{ "project": "novels" }\n')
  await writeFile(join(directory, 'environments', 'local.json'), '{ "site": { "name": "Novels" } }\n')
  const environment = await loadEnvironment(directory, 'local')
  return {
    directory,
    blobs: join(directory, '.semiont', 'data', 'blobs'),
    platform: openLocalPlatform({
      environment,
      secrets: openSecretStore(environment),
      programs: { backend, frontend: backend },
      databaseUrl,
    }),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** An API on a project of its own, as a running installation. */
export async function startInstallation(): Promise<{ api: TestApi; project: Project; close(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'semiont-backup-data-'))
  const api = await startTestApi({ configuration: { dataDirectory: data } })
  const project = await makeProject(api.database.url)
  // The project finds the documents where the API keeps them.
  await writeFile(
    join(project.directory, 'environments', 'local.json'),
    JSON.stringify({ site: { name: 'Novels' }, storage: { directory: data } }),
  )
  const environment = await loadEnvironment(project.directory, 'local')
  const platform = openLocalPlatform({
    environment,
    secrets: openSecretStore(environment),
    programs: { backend, frontend: backend },
    databaseUrl: api.database.url,
  })
  return {
    api,
    project: { ...project, platform, blobs: join(data, 'blobs') },
    async close() {
      await api.close()
      await project.remove()
      await rm(data, { recursive: true, force: true })
    },
  }
}

export async function newCollection(client: ApiClient): Promise<string> {
  return idOf(await client.request('POST', '/api/collections', { name: 'Novels' }))
}

export async function upload(client: ApiClient, collectionId: string, name: string, bytes: string): Promise<string> {
  const path = `/api/resources/upload?${new URLSearchParams({ collectionId, name }).toString()}`
  return idOf(await client.request('POST', path, bytes, { headers: { 'content-type': 'text/plain; charset=utf-8' } }))
}

export async function annotate(client: ApiClient, source: string, start: number, note: string): Promise<string> {
  const target = { source, selector: { type: 'TextPositionSelector', start, end: start + 20 } }
  const body = { type: 'TextualBody', value: note, purpose: 'commenting' }
  return idOf(
    await client.request('POST', '/api/annotations', { type: 'Annotation', motivation: 'commenting', target, body }),
  )
}

function idOf({ status, json, text }: { status: number; json: unknown; text: string }): string {
  if (status !== 201) throw new Error(`expected something new, but it answered ${status}: ${text}`)
  return (json as { id: string }).id
}

/** Every row of every lasting table, as one digest each, by a way of its own: the server's text form of whole rows. */
export async function fingerprint(url: string): Promise<Record<string, string>> {
  return await query(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname in ('public', 'event_store') order by 1`,
    )
    const digests: Record<string, string> = {}
    for (const { name } of rows) {
      const found = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\n' order by t::text)), '') as digest from ${name} t`,
      )
      digests[name] = found.rows[0]?.digest ?? ''
    }
    return digests
  })
}

/** Name and sha256 of every document file. */
export async function blobsIn(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
  const digests = files.map(async ({ parentPath, name }) => [
    name,
    createHash('sha256')
      .update(await readFile(join(parentPath, name)))
      .digest('hex'),
  ])
  return Object.fromEntries((await Promise.all(digests)).toSorted()) as Record<string, string>
}

export async function query<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set timezone = 'UTC'`)
    return await act(client)
  } finally {
    await client.end()
  }
}

/** Databases of restores that should be gone. */
export async function scratchDatabases(url: string): Promise<string[]> {
  const { pathname } = new URL(url)
  return await query(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where starts_with(datname, $1 || '_')`,
      [pathname.slice(1)],
    )
    return rows.map(({ datname }) => datname)
  })
}
