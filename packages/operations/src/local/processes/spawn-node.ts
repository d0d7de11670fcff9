import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { LEAVE_WITH_PARENT } from './leave-with-parent.ts'

/**
 * Runs a JavaScript file with this Node so that it ends with us, however we end. It has a process group of its own: Ctrl-C in
 * the terminal reaches the supervisor alone, which stops its services in order.
 */
export function spawnNode(options: {
  program: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Whether its standard input is to be written to; any value but undefined. */
  input?: unknown
}): ChildProcessByStdio<Writable | null, Readable, Readable> {
  const child = spawn(process.execPath, [...LEAVE_WITH_PARENT, options.program, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
  })
  // With a fourth entry in stdio the types no longer tell that the second and third are pipes.
  return child as ChildProcessByStdio<Writable | null, Readable, Readable>
}
