import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceName } from '../../platform/platform.ts'

/** The log of one writer: the file it writes and those that were put aside before. */
export interface LogSeries {
  readonly service: ServiceName
  /** `backend-2`, where each replica has a file of its own. */
  readonly replica: string | undefined
  readonly path: string
}

/** Files whose names are not that of a service. */
const OTHER_NAMES: Readonly<Record<string, ServiceName>> = { postgres: 'database', tasks: 'backend' }

/** The logs that there are of these services. */
export async function listLogSeries(directory: string, services: readonly ServiceName[]): Promise<LogSeries[]> {
  const names = await readdir(directory).catch((): string[] => [])
  return names.flatMap((name) => {
    const stem = /^(.+)\.log(?:\.1)?$/.exec(name)?.[1]
    // A file that was put aside counts when its writer has not begun the next.
    if (stem === undefined || (name.endsWith('.1') && names.includes(`${stem}.log`))) return []
    const service = OTHER_NAMES[stem] ?? services.find((known) => stem === known || isReplica(stem, known))
    if (service === undefined || !services.includes(service)) return []
    return [{ service, replica: isReplica(stem, service) ? stem : undefined, path: join(directory, `${stem}.log`) }]
  })
}

function isReplica(stem: string, service: string): boolean {
  return stem.startsWith(`${service}-`) && /^\d+$/.test(stem.slice(service.length + 1))
}

export interface OpenLogFile {
  readonly handle: FileHandle
  readonly inode: number
  readonly size: number
  readonly modifiedAt: Date
}

/** Opens the files of a series, the one written now first. Once open, rotation cannot take them away. */
export async function openSeries(path: string): Promise<OpenLogFile[]> {
  const files: OpenLogFile[] = []
  for (let number = 0; ; number++) {
    const file = await openLogFile(number === 0 ? path : `${path}.${number}`)
    if (!file && number > 0) return files
    // Rotated between two openings: the same file under its next name.
    if (file && files.some(({ inode }) => inode === file.inode)) await file.handle.close()
    else if (file) files.push(file)
  }
}

export async function openLogFile(path: string): Promise<OpenLogFile | undefined> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return
    throw error
  })
  if (!handle) return undefined
  const { ino, size, mtime } = await handle.stat()
  return { handle, inode: ino, size, modifiedAt: mtime }
}
