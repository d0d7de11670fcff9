import { createRequire } from 'node:module'
import { PassThrough } from 'node:stream'
import { run } from '../run.ts'
import type { Command } from '../shell/command.ts'
import type { Envelope } from '../shell/envelope.ts'

/** A small program that stands in for the built services where a test is not about them. */
export const fixtureService = createRequire(import.meta.url).resolve('@semiont/operations/fixtures/service')

export interface Said {
  stdout: string
  stderr: string
}

export interface Given {
  directory: string
  env?: NodeJS.ProcessEnv
  /** Piped into standard input. */
  typed?: string
  signal?: AbortSignal
  now?: () => Date
  /** Filled while the command runs, for those that go on. */
  said?: Said
  /** Others than those of the product, for tests of the shell around them. */
  commands?: readonly Command[]
  programs?: { backend: string; frontend: string }
}

export interface Ran extends Said {
  code: number
  /** The envelope of `--json`. */
  readonly json: () => Envelope
}

/** Runs a command as the process does, in this one, without a terminal. */
export async function semiont(args: readonly string[], given: Given): Promise<Ran> {
  const said = given.said ?? { stdout: '', stderr: '' }
  const stdout = new PassThrough().on('data', (chunk) => (said.stdout += String(chunk)))
  const stderr = new PassThrough().on('data', (chunk) => (said.stderr += String(chunk)))
  const input = new PassThrough()
  input.end(given.typed ?? '')
  const surroundings = {
    directory: given.directory,
    env: given.env ?? {},
    programs: given.programs ?? { backend: fixtureService, frontend: fixtureService },
    input,
    stdout,
    stderr,
    graceMilliseconds: 100,
    signal: given.signal ?? new AbortController().signal,
    now: given.now ?? (() => new Date()),
  }
  const groups = given.commands && [{ title: 'Commands', commands: given.commands }]
  const code = await run(args, surroundings, groups)
  return { code, ...said, json: () => JSON.parse(said.stdout) as Envelope }
}
