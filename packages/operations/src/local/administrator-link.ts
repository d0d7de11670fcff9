import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment, SecretStore } from '@semiont/config'
import { makeAdministratorLink } from './backend-commands.ts'
import { OperationError } from './errors.ts'
import { findRunningInstance } from './instance-lock.ts'
import { openRotatingLog } from './logs/rotating-log.ts'
import { APPLICATION_NAME } from './postgres/application-database.ts'
import { databaseUrl } from './postgres/connect.ts'
import { ensureJwtKeys, ensurePassword } from './secrets.ts'

/**
 * Another link that signs the administrator of the running installation in once: the first one may be lost.
 * @throws OperationError when nothing runs here
 */
export async function createAdministratorLink(options: {
  environment: Environment
  secrets: SecretStore
  backendProgram: string
  databaseUrl: string | undefined
  signal: AbortSignal
}): Promise<string> {
  const { environment, secrets } = options
  const stateDirectory = join(environment.directory, '.semiont')
  const instance = findRunningInstance(stateDirectory)
  if (!instance)
    throw new OperationError(
      'Semiont does not run here.',
      'Start it with npm start, and ask again in another terminal.',
    )
  const log = openRotatingLog(join(stateDirectory, 'logs', 'admin-link.log'), environment.settings.logs)
  try {
    const link = await makeAdministratorLink({
      environment,
      program: options.backendProgram,
      secrets: {
        databaseUrl: options.databaseUrl ?? (await embeddedDatabaseUrl(stateDirectory, secrets)),
        jwtKeys: await ensureJwtKeys(secrets, new Date()),
        oidcProviders: '[]',
      },
      publicUrl: instance.url,
      log,
      signal: options.signal,
    })
    if (link !== undefined) return link
    throw new OperationError('The backend made no link.', 'Look at .semiont/logs/admin-link.log for the reason.')
  } finally {
    await log.close()
  }
}

async function embeddedDatabaseUrl(stateDirectory: string, secrets: SecretStore): Promise<string> {
  const port = Number(await readFile(join(stateDirectory, 'postgres.port'), 'utf8'))
  const password = await ensurePassword(secrets, 'postgres/semiont')
  return databaseUrl({ port, user: APPLICATION_NAME, password, database: APPLICATION_NAME })
}
