import type { Readable } from 'node:stream'
import type { Environment } from '@semiont/config'
import type { RotatingLog } from './logs/rotating-log.ts'
import { runProgram } from './processes/run-program.ts'
import { type BackendSecrets, backendEnvironment } from './service-environment.ts'

export interface BackendCommand {
  readonly environment: Environment
  readonly program: string
  readonly secrets: BackendSecrets
  readonly publicUrl: string
  readonly log: RotatingLog
  /** The log's file as the person finds it. */
  readonly logFile: string
  readonly task: {
    readonly args: readonly string[]
    readonly input?: string | Readable
    /** Another folder for blobs than that of the environment. */
    readonly dataDirectory?: string
    readonly signal: AbortSignal
  }
  /** Whether what it writes is no secret and belongs into the log. */
  readonly logOutput?: boolean
}

/** Runs the backend's program once with the configuration of its service; returns what it wrote on standard output. */
export async function runBackendCommand(command: BackendCommand): Promise<string> {
  const { environment, secrets, publicUrl, task } = command
  const env = backendEnvironment(environment, secrets, { role: 'api', port: 0, publicUrl })
  return await runProgram({
    name: 'backend',
    program: command.program,
    args: task.args,
    cwd: environment.directory,
    env: task.dataDirectory === undefined ? env : { ...env, SEMIONT_DATA_DIR: task.dataDirectory },
    ...(task.input === undefined ? {} : { input: task.input }),
    log: command.log,
    logFile: command.logFile,
    logOutput: command.logOutput ?? false,
    signal: task.signal,
  })
}
