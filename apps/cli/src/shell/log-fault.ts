import { appendFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import { withoutPasswords } from './without-passwords.ts'

export interface Fault {
  readonly error: unknown
  readonly command: string
  readonly environment: string
  readonly at: Date
}

const LARGEST_BYTES = 1_000_000

/**
 * Keeps everything about an error that nobody foresaw, so that the terminal may stay readable.
 * @returns the file, or undefined where not even that can be written
 */
export function logFault(fault: Fault, directory: string): string | undefined {
  try {
    const file = join(openLogsFolder(directory, fault.environment), 'cli.log')
    if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.1`)
    appendFileSync(file, `${JSON.stringify(entryOf(fault))}\n`, { mode: 0o600 })
    return file
  } catch {
    return undefined
  }
}

/** What `--verbose` shows. */
export function details(error: unknown): string {
  return withoutPasswords(inspect(error, { depth: 4 }))
}

function entryOf({ error, command, environment, at }: Fault) {
  return {
    time: at.toISOString(),
    level: 'ERROR',
    service: 'cli',
    message: withoutPasswords(error instanceof Error ? error.message : String(error)),
    command,
    environment,
    node: process.version,
    details: details(error),
  }
}

/** In a folder that is no project, a temporary one: a log must not make it one. */
function openLogsFolder(directory: string, environment: string): string {
  const isProject = existsSync(join(directory, '.semiont')) || existsSync(join(directory, 'semiont.json'))
  if (!isProject) return mkdtempSync(join(tmpdir(), 'semiont-'))
  const folder = join(stateDirectoryOf({ directory, name: environment }), 'logs')
  mkdirSync(folder, { recursive: true })
  return folder
}
