import type { RotatedSecret, Rotation } from '../../rotation/rotation-state.ts'
import type { AwsConnection } from '../account/connection.ts'
import { type HostedRotation, readHostedRotation } from './hosted-rotation.ts'
import { openSsmJournal } from './ssm-journal.ts'

export interface RotationState {
  /** The last rotation that `semiont rotate` has begun; null when there was none. */
  readonly rotation: Rotation | null
  /** How AWS's own rotation stands; null for secrets that AWS does not rotate. */
  readonly hosted: HostedRotation | null
}

/** Where the rotation of a secret is. @throws IncompleteError when the stack has not made the secret */
export async function readRotationState(connection: AwsConnection, secret: RotatedSecret): Promise<RotationState> {
  const [rotation, hosted] = await Promise.all([
    openSsmJournal(connection).read(secret),
    secret === 'database-password' ? readHostedRotation(connection) : null,
  ])
  return { rotation: rotation ?? null, hosted }
}
