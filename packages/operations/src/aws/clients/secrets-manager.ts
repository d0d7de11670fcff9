import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

/** The version that services get when they start. */
export const CURRENT = 'AWSCURRENT'
/** The version that a rotation is about to make current. */
export const PENDING = 'AWSPENDING'

export interface SecretVersion {
  readonly versionId: string
  readonly value: string
  /** When this version was made, not when it became current. */
  readonly createdAt: Date | null
}

export interface SecretDescription {
  readonly name: string
  /** Ids of the versions that have labels, with these. */
  readonly stages: ReadonlyMap<string, readonly string[]>
  readonly rotationEnabled: boolean
  readonly lastRotatedAt: Date | null
  readonly lastChangedAt: Date | null
  /** In the past when AWS has given up a scheduled rotation. */
  readonly nextRotationAt: Date | null
  /** Set when the secret is about to be deleted; its value cannot be read any more. */
  readonly deletedAt: Date | null
}

/** @returns undefined when there is no such secret, or it has no current value */
export async function findCurrentVersion(
  connection: AwsConnection,
  secretId: string,
): Promise<SecretVersion | undefined> {
  const client = connection.client(SecretsManagerClient)
  try {
    const answer = await connection.ask('secretsmanager:GetSecretValue', (options) =>
      client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: CURRENT }), options),
    )
    const { VersionId: versionId = '', SecretString: value = '', CreatedDate: createdAt = null } = answer
    return { versionId, value, createdAt }
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined
    throw error
  }
}

/** @returns undefined when there is no such secret */
export async function findSecretDescription(
  connection: AwsConnection,
  secretId: string,
): Promise<SecretDescription | undefined> {
  const client = connection.client(SecretsManagerClient)
  try {
    const answer = await connection.ask('secretsmanager:DescribeSecret', (options) =>
      client.send(new DescribeSecretCommand({ SecretId: secretId }), options),
    )
    return {
      name: answer.Name ?? secretId,
      stages: new Map(Object.entries(answer.VersionIdsToStages ?? {})),
      rotationEnabled: answer.RotationEnabled ?? false,
      lastRotatedAt: answer.LastRotatedDate ?? null,
      lastChangedAt: answer.LastChangedDate ?? null,
      nextRotationAt: answer.NextRotationDate ?? null,
      deletedAt: answer.DeletedDate ?? null,
    }
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined
    throw error
  }
}

/** Adds a version with a label of its own. The same id with the same value again changes nothing. */
export async function putVersion(
  connection: AwsConnection,
  given: { secretId: string; versionId: string; value: string; stage: string },
): Promise<void> {
  const client = connection.client(SecretsManagerClient)
  await connection.ask('secretsmanager:PutSecretValue', (options) =>
    client.send(
      new PutSecretValueCommand({
        SecretId: given.secretId,
        ClientRequestToken: given.versionId,
        SecretString: given.value,
        VersionStages: [given.stage],
      }),
      options,
    ),
  )
}

/**
 * Moves a label from one version to another, or with no other takes it away. AWS refuses when the label is not on `from`
 * (InvalidParameterException), which makes this a comparison and a change in one.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export async function moveStage(
  connection: AwsConnection,
  given: { secretId: string; stage: string; from: string; to?: string },
): Promise<void> {
  const client = connection.client(SecretsManagerClient)
  await connection.ask('secretsmanager:UpdateSecretVersionStage', (options) =>
    client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: given.secretId,
        VersionStage: given.stage,
        RemoveFromVersionId: given.from,
        ...(given.to === undefined ? {} : { MoveToVersionId: given.to }),
      }),
      options,
    ),
  )
}

/**
 * Begins the rotation that the stack has configured; the new version gets the given id (32 to 64 characters), so that a second
 * call with it begins no second rotation. The work is done later, by a function of AWS.
 */
export async function beginRotation(
  connection: AwsConnection,
  given: { secretId: string; versionId: string },
): Promise<void> {
  const client = connection.client(SecretsManagerClient)
  await connection.ask('secretsmanager:RotateSecret', (options) =>
    client.send(new RotateSecretCommand({ SecretId: given.secretId, ClientRequestToken: given.versionId }), options),
  )
}
