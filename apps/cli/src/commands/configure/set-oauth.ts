import {
  assertProviderCanBeSet,
  configuredProvider,
  type Environment,
  type KnownSecret,
  type OAuthCredentials,
  parseOAuthCredentials,
  prepareProvider,
  storeOAuth,
} from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { accepted, readGiven } from './read-secret.ts'
import { storedAnswer } from './stored-answer.ts'

/** Stores what a sign-in provider gave out: the client id in the environment file, the client secret in the store. */
export async function setOAuth(
  context: CommandContext,
  environment: Environment,
  secret: KnownSecret,
  fromFile: string | undefined,
): Promise<Answer> {
  const id = secret.name.slice('oauth/'.length)
  assertProviderCanBeSet(environment, id)
  const known = configuredProvider(environment, id)?.clientId
  const text = await readGiven(context, fromFile)
  const credentials = text === undefined ? await askBoth(context, id, known) : parseOAuthCredentials(text, known)
  accepted(context, credentials.clientSecret, 'The client secret')
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
  await storeOAuth(await context.secrets(), environment, id, credentials, change)
  const { oauthAllowedDomains } = environment.settings.site
  const nobody =
    oauthAllowedDomains.length > 0
      ? ''
      : `\nNobody may sign in that way yet. Allow your domain: semiont configure ${environment.name} set site.oauthAllowedDomains example.com`
  return await storedAnswer(
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
