import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnusableInputError } from '../../../errors.ts'
import { lastLines, runProgram } from '../run-program.ts'
import type { SourceState } from './image-tag.ts'

export interface SourcePlace {
  readonly repository: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** What the Dockerfiles copy and build from; documents and tests change no image. */
const BUILT_FROM = ['apps', 'packages', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.base.json', '.npmrc']
const LEFT_OUT = /\.md$|\.test\.tsx?$|^packages\/cloud\/(?!images\/)|^packages\/testkit\//

/**
 * Which commit is checked out, what differs from it, and a digest of what images are built from.
 * @throws UnusableInputError where there is no git, or no repository
 */
export async function readSourceState(place: SourcePlace): Promise<SourceState> {
  const commit = (await git(place, ['rev-parse', 'HEAD'])).trim()
  const status = await git(place, ['status', '--porcelain'])
  const listed = await git(place, ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...BUILT_FROM])
  const files = [...new Set(listed.split('\n'))].filter((path) => path !== '' && !LEFT_OUT.test(path))
  return {
    commit,
    changed: status.split('\n').flatMap((line) => (line === '' ? [] : line.slice(3))),
    digest: await digestOf(place.repository, files.sort()),
  }
}

async function digestOf(repository: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of files) {
    const content = await readFile(join(repository, path)).catch(() => null)
    // Deleted, and not committed as such yet.
    if (content === null) continue
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function git({ repository, env, signal }: SourcePlace, args: readonly string[]): Promise<string> {
  const said = await runProgram(['git', '-c', 'core.quotePath=false', ...args], {
    folder: repository,
    env,
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw noGit(repository, String(error), error)
  })
  if (said.code !== 0) throw noGit(repository, lastLines(said.output, 3))
  return said.stdout
}

function noGit(repository: string, why: string, cause?: unknown): UnusableInputError {
  return new UnusableInputError(
    `Which version ${repository} holds cannot be learned from git, and images are named by it: ${why}`,
    'Publish from a clone of the repository on a machine with git, or from CI.',
    cause === undefined ? {} : { cause },
  )
}
