import type { Dirent } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { UnusableInputError } from '../../errors.ts'
import { isHidden } from './safe-path.ts'
import { isArchive, unpack } from './unpack.ts'

export interface SourceFile {
  /** Relative to what was named, with `/`. */
  readonly path: string
  /** Where it lies now. */
  readonly location: string
  readonly size: number
}

export interface Source {
  /** By path. */
  readonly files: readonly SourceFile[]
  /** What was passed over, such as links. */
  readonly left: readonly { readonly path: string; readonly reason: string }[]
  /** What the material is called: the folder, the archive, the file. */
  readonly name: string
  close(): Promise<void>
}

/**
 * Files, folders and archives as one list of files. Archives are unpacked into a temporary folder that goes with `close`.
 * @throws UnusableInputError for what is not there, and for an archive that cannot be trusted
 */
export async function openSource(paths: readonly string[], signal: AbortSignal): Promise<Source> {
  const files: SourceFile[] = []
  const left: { path: string; reason: string }[] = []
  const unpacked: string[] = []
  const close = async () => {
    for (const folder of unpacked) await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const path of paths) {
      const found = await stat(path).catch((cause: unknown) => {
        throw new UnusableInputError(`There is no ${path}.`, 'Name a file, a folder or an archive.', { cause })
      })
      if (found.isDirectory()) await walk(path, '', files, left)
      else if (isArchive(path)) {
        const folder = await mkdtemp(join(tmpdir(), 'semiont-import-'))
        unpacked.push(folder)
        await unpack(path, folder, signal)
        const inside: SourceFile[] = []
        await walk(folder, '', inside, left)
        files.push(...withoutCommonFolder(inside))
      } else files.push({ path: basename(path), location: path, size: found.size })
    }
  } catch (error) {
    await close()
    throw error
  }
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return { files, left, name: nameOfSource(paths[0] ?? ''), close }
}

/** Most archives hold one folder; imported from it or from the folder itself, a file has the same path. */
function withoutCommonFolder(files: readonly SourceFile[]): readonly SourceFile[] {
  const [first] = files
  const end = (first?.path.indexOf('/') ?? -1) + 1
  const folder = first?.path.slice(0, end) ?? ''
  if (folder === '' || !files.every(({ path }) => path.startsWith(folder))) return files
  return files.map((file) => ({ ...file, path: file.path.slice(end) }))
}

function nameOfSource(path: string): string {
  return basename(path).replace(/\.(?:zip|tar|tar\.gz|tgz|[A-Za-z0-9]{1,8})$/i, '') || 'Import'
}

async function walk(
  root: string,
  folder: string,
  files: SourceFile[],
  left: { path: string; reason: string }[],
): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (isHidden(entry.name)) continue
    if (entry.isDirectory()) await walk(root, path, files, left)
    else if (entry.isFile()) files.push({ path, location: join(root, path), size: (await stat(join(root, path))).size })
    else left.push({ path, reason: kindOf(entry) })
  }
}

function kindOf(entry: Dirent): string {
  return entry.isSymbolicLink() ? 'it is a link, which is not followed' : 'it is no file'
}
