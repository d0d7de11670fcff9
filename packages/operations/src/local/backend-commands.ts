import type { Environment } from '@semiont/config'
import type { RotatingLog } from './logs/rotating-log.ts'
import { runProgram } from './processes/run-program.ts'
import { type BackendSecrets, backendEnvironment } from './service-environment.ts'

export interface BackendCommandContext {
  readonly environment: Environment
  readonly program: string
  readonly secrets: BackendSecrets
  readonly publicUrl: string
  readonly log: RotatingLog
  readonly signal: AbortSignal
}

/** Brings the database to the version of this backend. */
export async function migrateDatabase(context: BackendCommandContext): Promise<void> {
  await run(context, 'migrate', { logOutput: true })
}

/** A link that signs an administrator in once. It goes to the terminal, never into a file. */
export async function makeAdministratorLink(context: BackendCommandContext): Promise<string | undefined> {
  const output = await run(context, 'admin-link', { logOutput: false })
  return output.split('\n').find((line) => /^https?:\/\//.test(line))
}

async function run(
  context: BackendCommandContext,
  command: string,
  { logOutput }: { logOutput: boolean },
): Promise<string> {
  const { environment, secrets, publicUrl } = context
  return await runProgram({
    name: 'backend',
    program: context.program,
    args: [command],
    cwd: environment.directory,
    env: backendEnvironment(environment, secrets, { role: 'api', port: 0, publicUrl }),
    log: context.log,
    logOutput,
    signal: context.signal,
  })
}
