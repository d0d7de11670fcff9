import type pg from 'pg'

/**
 * The digests of every blob that the database refers to. A backup must hold them all, and so must what is restored.
 * The same columns keep the backend from deleting a blob: see apps/backend/src/resources/stored-content.ts.
 */
export async function listReferencedBlobs(client: pg.ClientBase): Promise<Set<string>> {
  const { rows } = await client.query<{ sha256: string }>(
    `select sha256 from public.resource_versions
     union select text_sha256 from public.resource_versions where text_sha256 is not null
     union select document_sha256 from public.resource_versions where document_sha256 is not null`,
  )
  return new Set(rows.map(({ sha256 }) => sha256))
}
