import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Mounts a file system of one megabyte in memory; undefined where this account or system may not. */
export async function mountSmallDisk(folder: string): Promise<{ unmount(): Promise<void> } | undefined> {
  await mkdir(folder, { recursive: true })
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
  } catch {
    return
  }
  return { unmount: async () => void (await run('umount', [folder])) }
}
