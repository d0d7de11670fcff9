import { existsSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { backupDirectoryOf, type Environment } from '@semiont/config'
import type { CommandContext } from '../../shell/context.ts'

export interface ArchivePlace {
  readonly folder: string
  /** undefined: to be named by the command. */
  readonly name: string | undefined
}

/** `--to`: a folder, or a file when it is called like one. */
export function targetPlace(context: CommandContext, environment: Environment, to: string | undefined): ArchivePlace {
  if (to === undefined) return { folder: backupDirectoryOf(environment), name: undefined }
  const path = resolve(context.workingDirectory, to)
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? !path.endsWith('.tar.zst')
  return isFolder ? { folder: path, name: undefined } : { folder: dirname(path), name: basename(path) }
}

/** An archive by its path, or by its name alone when it lies where archives are put. */
export function findPlace(context: CommandContext, environment: Environment, archive: string): Required<ArchivePlace> {
  const path = resolve(context.workingDirectory, archive)
  if (basename(archive) === archive && !existsSync(path))
    return { folder: backupDirectoryOf(environment), name: archive }
  return { folder: dirname(path), name: basename(path) }
}
