import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createCollection,
  createResource,
  type Problem,
  problemSchema,
  type Resource,
  resourceSchema,
} from '@semiont/contract'
import type { ApiClient, ApiResponse, TestApi } from '@semiont/testkit/api'

/** Builders for tests that go through the doors everyone uses. */

export async function newCollection(client: ApiClient, name = 'Collection'): Promise<string> {
  const { id } = await client.call(createCollection, { body: { name } })
  return id
}

export async function newResource(
  client: ApiClient,
  collectionId: string,
  { name = 'A resource', text = 'Some text.', mediaType = 'text/plain' as const } = {},
): Promise<Resource> {
  return await client.call(createResource, { body: { collectionId, name, text, mediaType } })
}

export async function upload(
  client: ApiClient,
  query: Record<string, string>,
  bytes: Uint8Array | string | ReadableStream,
  contentType?: string,
): Promise<ApiResponse> {
  const path = `/api/resources/upload?${new URLSearchParams({ name: 'Upload', ...query }).toString()}`
  return await client.request('POST', path, bytes, contentType ? { headers: { 'content-type': contentType } } : {})
}

export function resourceOf({ json, status, text }: ApiResponse): Resource {
  if (status >= 400) throw new Error(`expected a resource, but it answered ${status}: ${text}`)
  return resourceSchema.parse(json)
}

export function problemOf({ json }: Pick<ApiResponse, 'json'>): Problem {
  return problemSchema.parse(json)
}

/** Every file under the data directory, blobs and uploads in progress alike. */
export async function storedFiles(api: TestApi): Promise<string[]> {
  const root = join(api.application.kernel.configuration.dataDirectory, 'blobs')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

export async function countRows(api: TestApi, table: string): Promise<number> {
  const { rows } = await api.application.kernel.pool.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  )
  return rows[0]?.count ?? 0
}

/** A GET that answers bytes. */
export async function download(client: ApiClient, path: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(client.url + path, {
    ...init,
    headers: { authorization: `Bearer ${client.token ?? ''}`, ...(init.headers as Record<string, string> | undefined) },
  })
}

export async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It did not come true within ten seconds.')
}
