import { NAMES } from '@semiont/config/aws-names'
import { RefusedError } from '../../errors.ts'
import { advance, hasEnded, type Rotation, type RotationJournal, stepOf } from '../../rotation/rotation-state.ts'
import type { AwsConnection } from '../account/connection.ts'
import { moveStage, PENDING } from '../clients/secrets-manager.ts'
import { isPending, readHostedRotation } from './hosted-rotation.ts'

export interface Abandoned {
  /** The version from which the label was taken; null when there was none. */
  readonly version: string | null
  /** The journaled rotation that ended with this. */
  readonly rotation: Rotation | null
}

/**
 * Gives up a rotation of the database's password that AWS does not finish, as AWS's guide says: the label AWSPENDING is taken
 * off the version that never became current. Nothing uses that version; the present one is not touched.
 * @throws RefusedError when the new password is current already: then the rotation is to be finished
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
 */
export async function abandonRotation(
  connection: AwsConnection,
  { journal, now }: { journal: RotationJournal; now: Date },
): Promise<Abandoned> {
  const planned = await planAbandoning(connection, journal)
  const { version, rotation } = planned
  if (version !== null) await moveStage(connection, { secretId: NAMES.secrets.database, stage: PENDING, from: version })
  if (rotation === null) return planned
  const ended = advance(rotation, { step: 'abandoned' }, now)
  await journal.write(ended)
  return { version, rotation: ended }
}

/** What `abandonRotation` would do. @throws RefusedError when there is nothing to give up */
export async function planAbandoning(connection: AwsConnection, journal: RotationJournal): Promise<Abandoned> {
  const [hosted, last] = await Promise.all([readHostedRotation(connection), journal.read('database-password')])
  const rotation = last === undefined || hasEnded(last) ? null : last
  const version = isPending(hosted) ? hosted.pending : null
  const finish = `semiont rotate database-password --environment ${connection.environment.name}`
  const isCurrent =
    rotation !== null && (!['begun', 'asked'].includes(stepOf(rotation)) || hosted.current === rotation.id)
  if (isCurrent)
    throw new RefusedError(
      'The new password is current already: services that start get it, and it cannot be given up. Nothing was changed.',
      `Bring all services to use it: ${finish}`,
    )
  if (version === null && rotation === null)
    throw new RefusedError('No rotation is under way. Nothing was changed.', `Begin one with: ${finish}`)
  return { version, rotation }
}
