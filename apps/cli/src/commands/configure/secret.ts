import {
  assertProviderCanBeSet,
  configuredProvider,
  type Environment,
  findSecret,
  type KnownSecret,
  type OAuthCredentials,
  parseOAuthCredentials,
  prepareProvider,
  readJwtKeys,
  reviewSecrets,
  SecretError,
  storeJwtSecret,
  storeOAuth,
  whyPlaceholder,
} from '@semiont/config'
import { RefusedError } from '@semiont/operations/errors'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { describeSecret } from '../secrets/describe-secret.ts'
import { oneLine, readGiven } from './read-secret.ts'
import { whoMustRestart } from './when-it-holds.ts'

interface Given {
  readonly generate?: boolean
  readonly 'from-file'?: string
}

/** Stores a secret that is typed, piped in, read from a file or made here; never shows it. */
export async function setSecret(context: CommandContext, name: string, given: Given): Promise<Answer> {
  const environment = await context.environment()
  const secret = findSecret(environment.settings, name)
  if (!secret.settable)
    throw new UsageError(`${name} is made and kept by Semiont itself; there is nothing to set. See: semiont secrets`)
  if (given.generate && given['from-file'] !== undefined)
    throw new UsageError('--generate and --from-file exclude each other.')
  if (given.generate && name !== 'jwt-secret')
    throw new UsageError(`Only jwt-secret can be generated: ${name} is given out by somebody else.`)
  if (name === 'jwt-secret') return await setJwtSecret(context, secret, given)
  if (name.startsWith('oauth/')) return await setOAuth(context, environment, secret, given)
  const typed = (await readGiven(context, given['from-file'])) ?? (await context.prompt.secret(name))
  const value = accepted(oneLine(typed, name), name)
  if (context.flags.dryRun) return answer(`Would store ${name} for ${environment.name}.`, { name, changed: false })
  context.recordChange({ after: { secret: name } })
  await (await context.secrets()).set(secret.storedAs, value)
  return stored(context, secret, `Stored ${name} for ${environment.name}.`)
}

async function setJwtSecret(context: CommandContext, secret: KnownSecret, given: Given): Promise<Answer> {
  const store = await context.secrets()
  const typed = given.generate ? '' : ((await readGiven(context, given['from-file'])) ?? (await askJwtSecret(context)))
  const value = oneLine(typed, secret.name)
  if (value === '' && given['from-file'] !== undefined) throw new SecretError(`The file is empty. Nothing was changed.`)
  if (value.length >= 32) accepted(value, secret.name)
  const { environmentName, flags } = context
  const before = await readJwtKeys(store)
  const states = (keys: readonly { kid: string; state: string }[]) => keys.map(({ kid, state }) => ({ kid, state }))
  if (flags.dryRun)
    return answer(`Would ${value === '' ? 'make' : 'store'} a new jwt-secret for ${environmentName}.`, {
      name: secret.name,
      changed: false,
    })
  const after = await storeJwtSecret(store, context.now(), value === '' ? undefined : value)
  context.recordChange({ before: { jwtKeys: states(before) }, after: { jwtKeys: states(after) } })
  const did = value === '' ? 'Made a new jwt-secret' : 'Stored the new jwt-secret'
  const rotation =
    before.length === 0
      ? ''
      : '\nIt signs when every service knows it; the present one goes on until then, so nobody is signed out.'
  return stored(context, secret, `${did} for ${environmentName}; it is never shown.${rotation}`, {
    generated: value === '',
    keys: states(after),
  })
}

/** Empty has one made, which needs nobody. */
async function askJwtSecret({ prompt, flags }: CommandContext): Promise<string> {
  return flags.noInput ? '' : await prompt.secret('jwt-secret, or Enter to have one made')
}

async function setOAuth(
  context: CommandContext,
  environment: Environment,
  secret: KnownSecret,
  given: Given,
): Promise<Answer> {
  const id = secret.name.slice('oauth/'.length)
  assertProviderCanBeSet(environment, id)
  const known = configuredProvider(environment, id)?.clientId
  const text = await readGiven(context, given['from-file'])
  const credentials = text === undefined ? await askBoth(context, id, known) : parseOAuthCredentials(text, known)
  accepted(credentials.clientSecret, 'The client secret')
  const change = await prepareProvider(environment, id, credentials.clientId)
  const adds = change === undefined ? '' : ` Its client id is in ${change.file}.`
  if (context.flags.dryRun)
    return answer(`Would store client id and client secret of ${id} for ${environment.name}.`, {
      name: secret.name,
      changed: false,
    })
  context.recordChange({
    before: { clientId: known ?? null },
    after: { clientId: credentials.clientId, secret: secret.name },
  })
  await storeOAuth(await context.secrets(), id, credentials, change)
  const { oauthAllowedDomains } = environment.settings.site
  const nobody =
    oauthAllowedDomains.length > 0
      ? ''
      : `\nNobody may sign in that way yet. Allow your domain: semiont configure ${environment.name} set site.oauthAllowedDomains example.com`
  return stored(
    context,
    secret,
    `Stored client id and client secret of ${id} for ${environment.name}.${adds}${nobody}`,
    {
      clientId: credentials.clientId,
    },
  )
}

async function askBoth(context: CommandContext, id: string, known: string | undefined): Promise<OAuthCredentials> {
  if (context.flags.noInput)
    throw new UsageError(
      `Client id and client secret of ${id} are needed, and --no-input forbids asking. Pipe them in as two lines.`,
    )
  const clientId = await context.prompt.ask(`Client id of ${id}:`, known === undefined ? {} : { fallback: known })
  const clientSecret = await context.prompt.secret(`Client secret of ${id}`)
  return parseOAuthCredentials(JSON.stringify({ clientId, clientSecret }), known)
}

/** @throws SecretError that never repeats the value */
function accepted(value: string, name: string): string {
  if (value === '')
    throw new SecretError(`${name} was not changed: nothing was given. Pipe it in, or say --from-file <path>.`)
  const why = whyPlaceholder(value)
  if (why === undefined || value.length < 12) return value
  throw new SecretError(`${name} was not changed: ${why}. Give the real one.`)
}

function stored(context: CommandContext, secret: KnownSecret, text: string, data: object = {}): Answer {
  return answer(`${text}\n${whoMustRestart(context, secret.usedBy)}`, {
    environment: context.environmentName,
    name: secret.name,
    changed: true,
    usedBy: secret.usedBy,
    ...data,
  })
}

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
