import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore, SecretError } from '@semiont/config'
import { rotateJwtSecret } from '@semiont/operations'
import { readSecret } from '../read-secret.ts'
import { type Surroundings, UsageError } from '../surroundings.ts'

/** `configure <environment> set <name>`: stores a secret that is typed or piped in, and never shows it. */
export async function configure({ directory, printer, input }: Surroundings, args: readonly string[]): Promise<number> {
  const [name, verb, secret] = args
  if (name === undefined || verb !== 'set' || secret === undefined) {
    throw new UsageError('Usage: semiont configure <environment> set <jwt-secret | oauth/<provider>>')
  }
  const environment = await loadEnvironment(directory, name)
  const store = openLocalSecretStore(join(directory, '.semiont', 'secrets'))
  if (secret === 'jwt-secret') {
    await rotateJwtSecret(store, await readSecret(input, printer, secret), new Date())
  } else {
    assertProvider(secret, environment.settings.security.oidc.providers)
    await store.set(secret, nonEmpty(await readSecret(input, printer, secret), secret))
  }
  printer.line(
    `Stored ${secret} for ${environment.name}. Restart backend and worker for it to take effect: stop Semiont and run npm start.`,
  )
  return 0
}

function assertProvider(secret: string, providers: readonly { id: string }[]): void {
  const known = providers.map(({ id }) => `oauth/${id}`)
  if (known.includes(secret)) return
  const hint =
    known.length > 0
      ? `There are: jwt-secret, ${known.join(', ')}.`
      : 'Add the provider to security.oidc.providers of the environment first.'
  throw new UsageError(`There is no secret "${secret}" here. ${hint}`)
}

function nonEmpty(value: string, secret: string): string {
  if (value !== '') return value
  throw new SecretError(`${secret} was not changed: nothing was given.`)
}
