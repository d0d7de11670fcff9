import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { ExecRequest } from '../../platform/platform.ts'

const GRACE_MS = 5000

/**
 * Runs the command with `/bin/sh -c` and returns its exit code, as a shell tells it: 127 when there is no such program, 128 and
 * the number of the signal that ended it. Streams that are files, pipes or terminals are handed over as they are, so that
 * programs which ask for a terminal find it.
 */
export async function runShell(
  request: Pick<ExecRequest, 'command' | 'input' | 'output' | 'error' | 'signal'>,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const { command, input, output, error, signal } = request
  signal.throwIfAborted()
  const isInteractive = input !== null && 'isTTY' in input && input.isTTY === true
  const stdio: StdioOptions = [
    input === null ? 'ignore' : descriptorOf(input),
    descriptorOf(output),
    descriptorOf(error),
  ]
  // A group of its own can be ended as a whole; at a terminal it would not be allowed to read.
  const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio, detached: !isInteractive })
  if (child.stdin && input) feed(input, child.stdin)
  const flushed = Promise.all([drain(child.stdout, output), drain(child.stderr, error)])
  const stopForwarding = forwardSignals(child, signal, isInteractive)
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])))
    })
    await flushed
    return code
  } finally {
    stopForwarding()
    if (child.stdin && input) input.unpipe(child.stdin)
  }
}

function descriptorOf(stream: Readable | Writable): number | 'pipe' {
  return 'fd' in stream && typeof stream.fd === 'number' ? stream.fd : 'pipe'
}

/** A command that ends before it has read everything is judged by its exit code, not by the broken pipe. */
function feed(input: Readable, stdin: Writable): void {
  stdin.on('error', () => input.unpipe(stdin))
  input.pipe(stdin)
}

async function drain(from: Readable | null, to: Writable): Promise<void> {
  if (!from) return
  await new Promise<void>((resolve) => {
    from.once('close', resolve)
    from.on('error', () => resolve())
    to.on('error', () => resolve())
    from.pipe(to, { end: false })
  })
}

/** Passes on what ends us. Ctrl-C at a terminal has reached the command already, and it may mean something else to it. */
function forwardSignals(child: ChildProcess, signal: AbortSignal, isInteractive: boolean): () => void {
  let insist: NodeJS.Timeout | undefined
  const forward = () => {
    const name = signalOf(signal.reason)
    if (isInteractive && name === 'SIGINT') return
    kill(child, name, isInteractive)
    insist = setTimeout(() => kill(child, 'SIGKILL', isInteractive), GRACE_MS)
  }
  signal.addEventListener('abort', forward, { once: true })
  return () => {
    signal.removeEventListener('abort', forward)
    clearTimeout(insist)
  }
}

function signalOf(reason: unknown): NodeJS.Signals {
  const name = typeof reason === 'object' && reason !== null && 'signal' in reason ? reason.signal : undefined
  return name === 'SIGINT' || name === 'SIGHUP' ? name : 'SIGTERM'
}

function kill(child: ChildProcess, name: NodeJS.Signals, isInteractive: boolean): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(isInteractive ? child.pid : -child.pid, name)
  } catch {
    // It ended in this moment.
  }
}
