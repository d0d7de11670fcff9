import { openArchive } from './archive/read-archive.ts'
import { isArchiveOf } from './archive-name.ts'
import type { BackupStore } from './backup-store.ts'

/**
 * Removes the archives of the environment beyond the `keep` newest, but none that one of those needs. An archive that cannot
 * be read is not counted and not removed: somebody should look at it. Returns the names removed.
 */
export async function removeOldArchives(store: BackupStore, environment: string, keep: number): Promise<string[]> {
  const names = (await store.list()).filter((name) => isArchiveOf(environment, name)).toReversed()
  const archives: { name: string; digest: string; needs: ReadonlySet<string> }[] = []
  for (const name of names) {
    const source = await store.find(name)
    const archive = source && (await openArchive(source).catch(() => undefined))
    if (!archive) continue
    const needs = new Set(archive.manifest.blobs.flatMap((blob) => blob.archive ?? []))
    archives.push({ name, digest: archive.trailer.digest, needs })
  }
  const needed = new Set(archives.slice(0, keep).flatMap(({ needs }) => [...needs]))
  const old = archives.slice(keep).filter(({ digest }) => !needed.has(digest))
  for (const { name } of old) await store.remove(name)
  return old.map(({ name }) => name)
}
