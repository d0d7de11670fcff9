import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { beginRotation, CURRENT, findSecretDescription, PENDING } from '../clients/secrets-manager.ts'
import { IncompleteError } from '../../errors.ts'
import { missingSecret } from '../secrets/stack-secret.ts'

/** How the rotation of the database's password by AWS stands. */
export interface HostedRotation {
  /** Ids of the versions with these labels. */
  readonly current: string | null
  readonly pending: string | null
  /** Ids of all versions that have a label. */
  readonly versions: readonly string[]
  readonly enabled: boolean
  readonly lastRotatedAt: Date | null
  /** In the past: AWS has tried its scheduled rotation several times in vain. */
  readonly nextRotationAt: Date | null
}

/** Where the function that AWS runs for it writes why it failed. */
export const ROTATION_LOG_GROUP = '/aws/lambda/semiont-database-rotation'

/** @throws IncompleteError when the stack has not made the secret */
export async function readHostedRotation(connection: AwsConnection): Promise<HostedRotation> {
  const about = await findSecretDescription(connection, NAMES.secrets.database)
  if (about === undefined) throw missingSecret(connection, NAMES.secrets.database)
  const withLabel = (label: string) => [...about.stages].find(([, labels]) => labels.includes(label))?.[0] ?? null
  return {
    current: withLabel(CURRENT),
    pending: withLabel(PENDING),
    versions: [...about.stages].filter(([, labels]) => labels.length > 0).map(([id]) => id),
    enabled: about.rotationEnabled,
    lastRotatedAt: about.lastRotatedAt,
    nextRotationAt: about.nextRotationAt,
  }
}

/** A rotation that AWS has begun and not brought to its end. */
export function isPending({ current, pending }: Pick<HostedRotation, 'current' | 'pending'>): boolean {
  return pending !== null && pending !== current
}

/** @throws IncompleteError when AWS cannot begin one */
export async function askForRotation(connection: AwsConnection, versionId: string): Promise<void> {
  try {
    await beginRotation(connection, { secretId: NAMES.secrets.database, versionId })
  } catch (cause) {
    if (!isAwsError(cause, 'InvalidRequestException', 'InvalidParameterException')) throw cause
    const { name } = connection.environment
    throw new IncompleteError(
      `AWS does not begin the rotation: ${cause.message}`,
      `Is one under way? semiont rotate database-password --status --environment ${name}. ` +
        `Is the function that does it there? semiont provision --environment ${name} makes it.`,
      { cause },
    )
  }
}
