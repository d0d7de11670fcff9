import type { Writable } from 'node:stream'
import type { Programs } from '@semiont/operations/local'

/** The world around one run of the command line: a process and its terminal, or what a test sets up. */
export interface Surroundings {
  /** Where the command was typed. */
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** The folder of Semiont with its sources, which make the stacks and the images; undefined where it came without. */
  readonly repository?: string
  /** The built services that a local installation runs. */
  readonly programs: Programs
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable
  /** Aborted when the person asks to stop; with a ClosedPipeError when nobody reads the answer any more. */
  readonly signal: AbortSignal
  /** How long a command may put things in order once `--timeout` is over. */
  readonly graceMilliseconds: number
  now(): Date
}
