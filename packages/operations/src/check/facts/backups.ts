import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { backupDirectoryOf } from '@semiont/config'
import { NotApplicable, type Subject } from '../subject.ts'

export interface BackupsFact {
  readonly directory: string
  readonly archives: number
  readonly newest: { readonly name: string; readonly at: string; readonly bytes: number } | null
}

/** `semiont-<environment>-20260131T120000Z.tar.zst` */
const ARCHIVE = /^semiont-([a-z][a-z0-9-]*)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.zst$/

export async function gatherBackups({ environment, platform, configurationProblem }: Subject): Promise<BackupsFact> {
  if (platform.kind !== 'local') throw new NotApplicable('backups are kept by the platform')
  if (configurationProblem) throw new Error('where backups are kept is not known: the configuration is not valid')
  const directory = backupDirectoryOf(environment)
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const archives = names.filter((name) => ARCHIVE.exec(name)?.[1] === environment.name).toSorted()
  const name = archives.at(-1)
  if (name === undefined) return { directory, archives: 0, newest: null }
  const { size } = await stat(join(directory, name))
  return { directory, archives: archives.length, newest: { name, at: timeOf(name), bytes: size } }
}

function timeOf(name: string): string {
  const [, , year, month, day, hour, minute, second] = ARCHIVE.exec(name) ?? []
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}
