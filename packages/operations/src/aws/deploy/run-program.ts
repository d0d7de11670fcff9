import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export interface ProgramOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Written to its standard input, which is closed then. */
  readonly input?: string
  /** Told of each line of both outputs as it comes. */
  readonly onLine?: (line: string) => void
}

export interface ProgramSaid {
  readonly code: number
  readonly stdout: string
  /** Both outputs, in the order in which they came. */
  readonly output: string
}

const GRACE_MILLISECONDS = 5_000

/**
 * Runs a program to its end. When the signal is aborted it is asked to end (SIGTERM), and made to after five seconds.
 * @throws the error of the system when there is no such program, the reason of the signal when that ended it
 */
export async function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  { folder, env, signal, input, onLine }: ProgramOptions,
): Promise<ProgramSaid> {
  signal.throwIfAborted()
  const child = spawn(program, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] })
  let kill: NodeJS.Timeout | undefined
  const end = () => {
    child.kill('SIGTERM')
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS)
  }
  signal.addEventListener('abort', end, { once: true })
  const [lines, all]: [string[], string[]] = [[], []]
  const listen = (stream: Readable, into: readonly string[][]) =>
    createInterface({ input: stream }).on('line', (line) => {
      for (const list of into) list.push(line)
      onLine?.(line)
    })
  listen(child.stdout, [lines, all])
  listen(child.stderr, [all])
  // It may end without reading.
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (status) => resolve(status ?? 1))
    })
    signal.throwIfAborted()
    return { code, stdout: lines.join('\n'), output: all.join('\n') }
  } finally {
    signal.removeEventListener('abort', end)
    clearTimeout(kill)
  }
}

/** The end of what a program said, for a message. */
export function lastLines(output: string, count = 15): string {
  return output.trimEnd().split('\n').slice(-count).join('\n')
}
