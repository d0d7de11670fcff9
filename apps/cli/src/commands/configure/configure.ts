import { loadEnvironment, openSecretStore, SecretError, storeJwtSecret } from '@semiont/config'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { UsageError } from '../../shell/usage-error.ts'

/** Stores a secret that is typed or piped in, and never shows it. */
export const run: Run = async (context, { arguments: [name = '', , secret = ''] }) => {
  const environment = await loadEnvironment(context.directory, name)
  const store = openSecretStore(environment)
  if (secret === 'jwt-secret') {
    await storeJwtSecret(store, context.now(), await context.prompt.secret(secret))
  } else {
    assertProvider(secret, environment.settings.security.oidc.providers)
    await store.set(secret, nonEmpty(await context.prompt.secret(secret), secret))
  }
  return answer(
    `Stored ${secret} for ${environment.name}. Restart backend and worker for it to take effect: stop Semiont and run npm start.`,
  )
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
