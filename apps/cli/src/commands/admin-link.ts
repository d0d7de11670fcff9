import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { createAdministratorLink } from '@semiont/operations'
import type { Surroundings } from '../surroundings.ts'

/** Prints another link that signs the administrator in once. */
export async function adminLink(
  { directory, env, programs, printer, signal }: Surroundings,
  environment: string,
): Promise<number> {
  const link = await createAdministratorLink({
    environment: await loadEnvironment(directory, environment),
    secrets: openLocalSecretStore(join(directory, '.semiont', 'secrets')),
    backendProgram: programs.backend,
    databaseUrl: env['DATABASE_URL'] || undefined,
    signal,
  })
  printer.line(link)
  return 0
}
