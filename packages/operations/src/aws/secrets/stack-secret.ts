import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { IncompleteError, LockedError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { CURRENT, findCurrentVersion, moveStage, putVersion, type SecretVersion } from '../clients/secrets-manager.ts'

/** Label of the version written last from here. A version needs one before it may become current. */
const WRITTEN = 'SEMIONT_WRITTEN'
/** What was written may be read a moment later only. */
const READ_BACK = { attempts: 20, milliseconds: 250 }

/** @throws IncompleteError when the stack has not made the secret, or it is about to be deleted */
export async function readCurrent(connection: AwsConnection, secretId: string): Promise<SecretVersion> {
  const version = await findCurrentVersion(connection, secretId).catch((cause: unknown) => {
    if (isAwsError(cause, 'InvalidRequestException') && /delet/i.test(cause.message))
      throw new IncompleteError(
        `The secret ${secretId} is marked for deletion in AWS.`,
        `Keep it: aws secretsmanager restore-secret --secret-id ${secretId}`,
        { cause },
      )
    throw cause
  })
  if (version !== undefined) return version
  throw missingSecret(connection, secretId)
}

export function missingSecret({ environment, place }: AwsConnection, secretId: string): IncompleteError {
  return new IncompleteError(
    `There is no secret ${secretId} in ${place.region} of the account ${place.account}.`,
    `The stack ${place.stacks.infra} makes it: semiont provision --environment ${environment.name}`,
  )
}

/**
 * Makes `value` current in place of the version that was read, and of no other: AWS moves the label only from that one. The
 * version before stays as AWSPREVIOUS. Returns when the new version is the one that is read.
 * @throws LockedError when somebody has written a version since
 */
export async function replaceCurrent(
  connection: AwsConnection,
  secretId: string,
  before: Pick<SecretVersion, 'versionId'>,
  value: string,
): Promise<SecretVersion> {
  const versionId = randomUUID()
  await putVersion(connection, { secretId, versionId, value, stage: WRITTEN })
  try {
    await moveStage(connection, { secretId, stage: CURRENT, from: before.versionId, to: versionId })
  } catch (cause) {
    // An answer that was lost is asked for once more, and then the label has moved already.
    if (!isAwsError(cause, 'InvalidParameterException', 'ResourceNotFoundException')) throw cause
    if ((await readCurrent(connection, secretId)).versionId !== versionId) throw writtenMeanwhile(secretId, cause)
  }
  return await readBack(connection, secretId, { versionId, replaced: before.versionId })
}

async function readBack(
  connection: AwsConnection,
  secretId: string,
  { versionId, replaced }: { versionId: string; replaced: string },
): Promise<SecretVersion> {
  for (let attempt = 0; attempt < READ_BACK.attempts; attempt++) {
    const current = await readCurrent(connection, secretId)
    if (current.versionId === versionId) return current
    if (current.versionId !== replaced) throw writtenMeanwhile(secretId)
    await pause(READ_BACK.milliseconds)
  }
  throw new IncompleteError(
    `The secret ${secretId} was written, but AWS still hands out the version before.`,
    'Wait a minute and type the command again.',
  )
}

function writtenMeanwhile(secretId: string, cause?: Error): LockedError {
  return new LockedError(
    `Somebody else has changed the secret ${secretId} at the same moment. Theirs is kept; yours was not stored.`,
    'Look at what is there with: semiont secrets, then type the command again.',
    cause === undefined ? undefined : { cause },
  )
}
