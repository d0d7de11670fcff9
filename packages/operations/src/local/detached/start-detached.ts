import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperationError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import { untilExit } from '../processes/child-process.ts'
import { DETACHED_VARIABLE, type DetachedMessage, type DetachedReady } from './messages.ts'

export interface DetachedStart {
  /** The program and arguments that run the supervisor in the foreground. */
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Takes what the supervisor prints. */
  readonly logFile: string
  /** One that has grown beyond this many bytes is put aside first. */
  readonly rotateBytes: number
}

/**
 * Starts an installation that outlives this command and its terminal, and returns when it is healthy.
 * @throws OperationError with its reason when it does not get there; nothing is left running then
 */
export async function startDetached(
  start: DetachedStart,
  progress: Progress,
  signal: AbortSignal,
): Promise<DetachedReady & { readonly pid: number }> {
  signal.throwIfAborted()
  const child = spawnSupervisor(start)
  const leave = () => child.kill('SIGTERM')
  signal.addEventListener('abort', leave, { once: true })
  try {
    const ready = await untilReady(child, start.logFile, progress)
    if (child.connected) child.disconnect()
    child.unref()
    return { ...ready, pid: child.pid ?? 0 }
  } catch (error) {
    await untilExit(child)
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

function spawnSupervisor({ command: [file, ...args], cwd, env, logFile, rotateBytes }: DetachedStart): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > rotateBytes) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  try {
    // A session of its own: the end of the terminal does not reach it.
    return spawn(file, args, {
      cwd,
      env: { ...env, [DETACHED_VARIABLE]: 'yes' },
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

async function untilReady(child: ChildProcess, logFile: string, progress: Progress): Promise<DetachedReady> {
  return await new Promise((resolve, reject) => {
    child.on('message', (value) => {
      // Only our own program speaks on this channel.
      const message = value as DetachedMessage
      if ('step' in message) progress.step(message.step)
      else if ('ready' in message) resolve(message.ready)
      else reject(asError(message.failed))
    })
    child.once('error', reject)
    child.once('exit', (code, by) =>
      reject(
        new OperationError(
          `Semiont ended while it was starting (${by ?? `code ${code}`}).`,
          `Look at ${logFile} for the reason.`,
        ),
      ),
    )
  })
}

function asError({ message, action, exitCode }: { message: string; action: string; exitCode: number }): OperationError {
  return Object.assign(new OperationError(message, action), { exitCode })
}
