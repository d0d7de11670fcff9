import { findSecret, type KnownSecret, readJwtKeys, SecretError, storeJwtSecret } from '@semiont/config'
import { RefusedError } from '@semiont/operations/errors'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { accepted, assertHardToGuess, oneLine, readGiven } from './read-secret.ts'
import { setOAuth } from './set-oauth.ts'
import { storedAnswer } from './stored-answer.ts'

interface Given {
  readonly generate?: boolean
  readonly 'from-file'?: string
}

/** Shorter ones can be tried out by whoever reaches the database. */
const SHORTEST_PASSWORD = 16

/** Stores a secret that is typed, piped in, read from a file or made here; never shows it. */
export async function setSecret(context: CommandContext, name: string, given: Given): Promise<Answer> {
  const environment = await context.environment()
  const secret = findSecret(environment.settings, name)
  const fromFile = given['from-file']
  if (secret.keptByPlatform) throw keptByPlatform(context, secret)
  if (!secret.settable)
    throw new UsageError(`${name} is made and kept by Semiont itself; there is nothing to set. See: semiont secrets`)
  if (given.generate && fromFile !== undefined) throw new UsageError('--generate and --from-file exclude each other.')
  if (given.generate && !secret.generated)
    throw new UsageError(
      `${name} cannot be generated: somebody else gives it out. Type it, pipe it in, or say --from-file.`,
    )
  if (name === 'jwt-secret') return await setJwtSecret(context, secret, given)
  if (name === 'database-password') return await setDatabasePassword(context, secret, given)
  if (name.startsWith('oauth/')) return await setOAuth(context, environment, secret, fromFile)
  const typed = (await readGiven(context, fromFile)) ?? (await context.prompt.secret(name))
  const value = accepted(context, oneLine(typed, name), name)
  if (context.flags.dryRun) return wouldStore(context, secret)
  context.recordChange({ after: { secret: name } })
  await (await context.secrets()).set(secret.storedAs, value)
  return await storedAnswer(context, secret, `Stored ${name} for ${environment.name}.`)
}

function keptByPlatform({ environmentName }: CommandContext, { name }: KnownSecret): RefusedError {
  return new RefusedError(
    `${name} is made by AWS, which alone tells it to the services and the database. Nothing was changed.`,
    name === 'database-password'
      ? `Have another one made: ${nextCommand('rotate database-password', environmentName)}`
      : 'There is nothing to set.',
  )
}

async function setJwtSecret(context: CommandContext, secret: KnownSecret, given: Given): Promise<Answer> {
  const store = await context.secrets()
  const value = await givenOrMade(context, secret, given)
  // How short it may be, the ring says.
  if (value !== undefined && value.length >= SHORTEST_PASSWORD) assertHardToGuess(value, secret.name)
  const before = await readJwtKeys(store)
  const states = (keys: readonly { kid: string; state: string }[]) => keys.map(({ kid, state }) => ({ kid, state }))
  if (context.flags.dryRun) return wouldStore(context, secret)
  const after = await storeJwtSecret(store, context.now(), value)
  context.recordChange({ before: { jwtKeys: states(before) }, after: { jwtKeys: states(after) } })
  const rotation =
    before.length === 0
      ? ''
      : '\nIt signs when every service knows it; the present one goes on until then, so nobody is signed out.'
  return await storedAnswer(
    context,
    secret,
    `${what(secret, value)} for ${context.environmentName}; it is never shown.${rotation}`,
    {
      generated: value === undefined,
      keys: states(after),
    },
  )
}

async function setDatabasePassword(context: CommandContext, secret: KnownSecret, given: Given): Promise<Answer> {
  if (context.env['DATABASE_URL'])
    throw new RefusedError(
      'The database is one of your own: its password is in DATABASE_URL. Nothing was changed.',
      'Change it there, or unset DATABASE_URL to work on the embedded database.',
    )
  const value = await givenOrMade(context, secret, given)
  if (value !== undefined && value.length < SHORTEST_PASSWORD)
    throw new SecretError(
      `${secret.name} has ${value.length} characters; at least ${SHORTEST_PASSWORD} are needed. Nothing was changed. ` +
        'Let one be made: add --generate.',
    )
  if (value !== undefined) assertHardToGuess(value, secret.name)
  if (context.flags.dryRun) return wouldStore(context, secret)
  context.recordChange({ after: { secret: secret.name } })
  const { changeDatabasePassword } = await import('@semiont/operations/secrets')
  await changeDatabasePassword(await context.platform(), value, context.signal)
  return await storedAnswer(
    context,
    secret,
    `${what(secret, value)} for ${context.environmentName}; it is never shown.`,
    {
      generated: value === undefined,
    },
  )
}

/** undefined: one is to be made here, because that was asked for or because nothing is given and nobody can be asked. */
async function givenOrMade(context: CommandContext, secret: KnownSecret, given: Given): Promise<string | undefined> {
  if (given.generate) return undefined
  const read = await readGiven(context, given['from-file'])
  if (read === undefined && context.flags.noInput) return undefined
  const value = oneLine(read ?? (await context.prompt.secret(`${secret.name}, or Enter to have one made`)), secret.name)
  if (value !== '') return value
  if (given['from-file'] !== undefined) throw new SecretError('The file is empty. Nothing was changed.')
  return undefined
}

function what({ name }: KnownSecret, value: string | undefined): string {
  return value === undefined ? `Made a new ${name}` : `Stored the new ${name}`
}

function wouldStore({ environmentName }: CommandContext, { name }: KnownSecret): Answer {
  return answer(`Would store a new ${name} for ${environmentName}.`, {
    environment: environmentName,
    name,
    changed: false,
  })
}
