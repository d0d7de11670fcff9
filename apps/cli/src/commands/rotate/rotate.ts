import { stateDirectoryOf } from '@semiont/config'
import { RefusedError } from '@semiont/operations/errors'
import { currentActor, actorName } from '@semiont/operations/audit'
import type { AwsConnection } from '@semiont/operations/aws'
import {
  type Begun,
  hasEnded,
  openFileJournal,
  ROTATED_SECRETS,
  type RotatedSecret,
  type RotateOptions,
  rotateJwtSecret,
  type RotationJournal,
  stepOf,
} from '@semiont/operations/rotation'
import { type Answer, answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseDuration } from '../../shell/duration.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'

export const run: Run<typeof options> = async (context, { arguments: [name], options: given }) => {
  const secret = ROTATED_SECRETS.find((known) => known === name)
  const connection = await awsConnectionOf(context)
  if (given.status) {
    const { showRotations } = await import('./show-rotations.ts')
    return await showRotations(context, connection, secret === undefined ? ROTATED_SECRETS : [secret])
  }
  if (secret === undefined) throw new UsageError(`Rotate which? There are: ${ROTATED_SECRETS.join(', ')}.`)
  const patienceMilliseconds = parseDuration(given.wait ?? '10m', '--wait') * 1000
  const journal = await openJournal(context, connection)
  if (given.abandon) return await abandon(context, secret, connection, journal)
  if (secret === 'database-password' && connection === undefined) return await changeHere(context)
  if (context.flags.dryRun) return await wouldRotate(context, secret, journal)
  const platform = await context.platform()
  const rotateOptions: RotateOptions = {
    journal,
    begunBy: actorName(currentActor(context.env)),
    again: given.again ?? false,
    patienceMilliseconds,
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
    now: () => context.now(),
  }
  if (secret === 'jwt-secret' || connection === undefined)
    return rotated(context, secret, await rotateJwtSecret(platform, rotateOptions))
  const { rotateDatabasePassword } = await import('@semiont/operations/aws/rotation')
  return rotated(context, secret, await rotateDatabasePassword({ platform, connection }, rotateOptions))
}

async function openJournal(context: CommandContext, connection: AwsConnection | undefined): Promise<RotationJournal> {
  if (connection === undefined) return openFileJournal(stateDirectoryOf(await context.environment()))
  const { openSsmJournal } = await import('@semiont/operations/aws/rotation')
  return openSsmJournal(connection)
}

function rotated(context: CommandContext, secret: RotatedSecret, { rotation, how }: Begun): Answer {
  const { id, steps } = rotation
  const data = { environment: context.environmentName, secret, how, rotation }
  const ended = steps.at(-1)?.at ?? ''
  if (how === 'just-done')
    return answer(
      `${secret} was rotated already, at ${ended} by ${rotation.begunBy}. Nothing was changed.\nOnce more: ${nextCommand(`rotate ${secret} --again`, context.environmentName)}`,
      data,
    )
  context.recordChange({ after: { rotation: id, steps } })
  const again = how === 'resumed' ? ` It had begun at ${steps[0]?.at} and was gone on with.` : ''
  const waits = steps.every(({ step }) => step !== 'signing') && secret === 'jwt-secret'
  const use = waits ? `It signs from the next start on: ${nextCommand('start', context.environmentName)}` : USE[secret]
  return answer(`${secret} of ${context.environmentName} was rotated.${again}\n${use}`, data)
}

const USE = {
  'database-password':
    'All of backend and worker use the new password. The one before is valid until the next rotation.',
  'jwt-secret': 'The new key signs. The one before verifies until what it has signed has expired.',
}

async function wouldRotate(
  { environmentName }: CommandContext,
  secret: RotatedSecret,
  journal: RotationJournal,
): Promise<Answer> {
  const last = await journal.read(secret)
  const data = { environment: environmentName, secret, changed: false, rotation: last ?? null }
  if (last !== undefined && !hasEnded(last))
    return answer(`Would go on with the rotation of ${secret} that is at "${stepOf(last)}".`, data)
  return answer(
    `Would rotate ${secret} of ${environmentName} and replace backend and worker, one after the other.`,
    data,
  )
}

async function abandon(
  context: CommandContext,
  secret: RotatedSecret,
  connection: AwsConnection | undefined,
  journal: RotationJournal,
): Promise<Answer> {
  if (connection === undefined || secret !== 'database-password')
    throw new UsageError(
      '--abandon is for database-password on AWS. Other rotations are finished by typing them again.',
    )
  const { abandonRotation, planAbandoning } = await import('@semiont/operations/aws/rotation')
  const { dryRun } = context.flags
  const { version, rotation } = dryRun
    ? await planAbandoning(connection, journal)
    : await abandonRotation(connection, { journal, now: context.now() })
  const data = { environment: context.environmentName, secret, version, rotation, changed: !dryRun }
  const label =
    version === null ? '' : ` The label AWSPENDING ${dryRun ? 'would be' : 'was'} taken off the version ${version}.`
  if (dryRun) return answer(`Would give up the rotation of ${secret}.${label}`, data)
  context.recordChange({ before: { pending: version }, after: { pending: null } })
  return answer(
    `The rotation of ${secret} was given up; the present password is in use, as before.${label}\nBegin another one with: ${nextCommand(`rotate ${secret}`, context.environmentName)}`,
    data,
  )
}

/** PostgreSQL here has one user of the application: its password changes while nothing uses it. */
async function changeHere(context: CommandContext): Promise<Answer> {
  if (context.env['DATABASE_URL'])
    throw new RefusedError(
      'The database is one of your own: its password is in DATABASE_URL. Nothing was changed.',
      'Change it there, or unset DATABASE_URL to work on the embedded database.',
    )
  const secret = 'database-password'
  const data = { environment: context.environmentName, secret }
  if (context.flags.dryRun)
    return answer('Would change the password of the embedded database, if nothing runs.', { ...data, changed: false })
  const { changeDatabasePassword } = await import('@semiont/operations/secrets')
  context.recordChange({ after: { secret } })
  await changeDatabasePassword(await context.platform(), undefined, context.signal)
  return answer(
    `The embedded database of ${context.environmentName} has a new password.\nGo on with: ${nextCommand('start', context.environmentName)}`,
    { ...data, changed: true },
  )
}
