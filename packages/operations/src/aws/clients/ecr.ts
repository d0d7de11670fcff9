import {
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

export interface RegistryLogin {
  readonly user: string
  readonly password: string
  /** `123456789012.dkr.ecr.eu-central-1.amazonaws.com` */
  readonly registry: string
}

export interface ImageScan {
  /** `COMPLETE`, `IN_PROGRESS`, `FAILED`, `ACTIVE` …; null when no scan is known. */
  readonly status: string | null
  /** `CRITICAL`: 2 */
  readonly counts: Readonly<Record<string, number>>
}

/** A login that lasts twelve hours. */
export async function readRegistryLogin(connection: AwsConnection): Promise<RegistryLogin> {
  const client = connection.client(ECRClient)
  const { authorizationData = [] } = await connection.ask('ecr:GetAuthorizationToken', (options) =>
    client.send(new GetAuthorizationTokenCommand({}), options),
  )
  const { authorizationToken = '', proxyEndpoint = '' } = authorizationData[0] ?? {}
  const [user = '', ...password] = Buffer.from(authorizationToken, 'base64').toString().split(':')
  return { user, password: password.join(':'), registry: proxyEndpoint.replace(/^https?:\/\//, '') }
}

/**
 * The digest of the image under a tag (`sha256:…`); undefined when there is none.
 * @throws IncompleteError when there is no such repository
 */
export async function findImageDigest(
  connection: AwsConnection,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const client = connection.client(ECRClient)
  try {
    const { imageDetails = [] } = await connection.ask('ecr:DescribeImages', (options) =>
      client.send(new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageTag: tag }] }), options),
    )
    return imageDetails[0]?.imageDigest
  } catch (error) {
    if (isAwsError(error, 'ImageNotFoundException')) return undefined
    if (!isAwsError(error, 'RepositoryNotFoundException')) throw error
    throw new IncompleteError(
      `There is no image repository ${repository} in ${connection.place.region} of the account ${connection.place.account}.`,
      `The infrastructure stack makes it: semiont provision --environment ${connection.environment.name}`,
      { cause: error },
    )
  }
}

/** What the scan of an image has found so far. */
export async function readImageScan(connection: AwsConnection, repository: string, tag: string): Promise<ImageScan> {
  const client = connection.client(ECRClient)
  try {
    const answer = await connection.ask('ecr:DescribeImageScanFindings', (options) =>
      client.send(
        new DescribeImageScanFindingsCommand({ repositoryName: repository, imageId: { imageTag: tag }, maxResults: 1 }),
        options,
      ),
    )
    return {
      status: answer.imageScanStatus?.status ?? null,
      counts: answer.imageScanFindings?.findingSeverityCounts ?? {},
    }
  } catch (error) {
    if (isAwsError(error, 'ScanNotFoundException', 'ImageNotFoundException')) return { status: null, counts: {} }
    throw error
  }
}
