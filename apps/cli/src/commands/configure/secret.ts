import { configuredProvider, findSecret, reviewSecrets } from '@semiont/config'
import { RefusedError } from '@semiont/operations/errors'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { describeSecret } from '../secrets/describe-secret.ts'

/** Whether it is there, how old, and for jwt-secret the state of its keys; never the value. */
export async function showSecret(context: CommandContext, name: string): Promise<Answer> {
  const environment = await context.environment()
  const secret = findSecret(environment.settings, name)
  const reviews = await reviewSecrets(environment, await context.secrets(), context.now())
  const review =
    reviews.find((found) => found.name === secret.name) ?? reviews.find((found) => found.name === secret.storedAs)
  const data = { environment: environment.name, secret: review ?? { name, state: 'missing' } }
  if (!review)
    return answer(`${name} is not set.\nSet it with: semiont configure ${environment.name} set ${name}`, data)
  return answer(describeSecret(review).join('\n'), data, review.finding ? EXIT.findings : EXIT.fine)
}

/** Takes a secret away that nothing needs any more. */
export async function unsetSecret(context: CommandContext, name: string): Promise<Answer> {
  const environment = await context.environment()
  const secret = findSecret(environment.settings, name)
  if (secret.madeAtStart)
    throw new RefusedError(
      `${name} cannot be taken away: no service runs without it. Nothing was changed.`,
      `Replace it: semiont configure ${environment.name} set ${name}`,
    )
  const id = name.startsWith('oauth/') ? name.slice('oauth/'.length) : undefined
  if (id !== undefined && configuredProvider(environment, id))
    throw new RefusedError(
      `${id} is a sign-in provider of ${environment.name}: without the secret the backend would not start. Nothing was changed.`,
      `Take it out of security.oidc.providers first: semiont configure ${environment.name} show security.oidc.providers`,
    )
  const store = await context.secrets()
  const data = { environment: environment.name, name, changed: false }
  if ((await store.find(secret.storedAs)) === undefined) return answer(`${name} is not set. Nothing was changed.`, data)
  if (context.flags.dryRun) return answer(`Would forget ${name} of ${environment.name}.`, data)
  context.recordChange({ before: { secret: name }, after: { secret: null } })
  await store.delete(secret.storedAs)
  return answer(`Forgot ${name} of ${environment.name}.`, { ...data, changed: true })
}
