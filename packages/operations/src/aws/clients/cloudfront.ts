import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront'
import { type AwsConnection, GLOBAL_REGION } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

export interface DistributionOrigin {
  readonly id: string
  readonly host: string
  /** Reached inside the network, by an interface that CloudFront has there. */
  readonly inNetwork: boolean
}

export interface EdgeDistribution {
  readonly id: string
  readonly host: string
  /** `Deployed`, or `InProgress` while a change spreads. */
  readonly status: string
  readonly enabled: boolean
  readonly aliases: readonly string[]
  readonly origins: readonly DistributionOrigin[]
  readonly changedAt: Date | null
}

/** Undefined when there is none of that id. */
export async function findDistribution(connection: AwsConnection, id: string): Promise<EdgeDistribution | undefined> {
  const client = connection.client(CloudFrontClient, GLOBAL_REGION)
  try {
    const { Distribution: found } = await connection.ask('cloudfront:GetDistribution', (options) =>
      client.send(new GetDistributionCommand({ Id: id }), options),
    )
    if (found === undefined) return undefined
    const config = found.DistributionConfig
    return {
      id: found.Id ?? id,
      host: found.DomainName ?? '',
      status: found.Status ?? 'unknown',
      enabled: config?.Enabled ?? false,
      aliases: config?.Aliases?.Items ?? [],
      origins: (config?.Origins?.Items ?? []).map(({ Id = '', DomainName = '', VpcOriginConfig }) => ({
        id: Id,
        host: DomainName,
        inNetwork: VpcOriginConfig !== undefined,
      })),
      changedAt: found.LastModifiedTime ?? null,
    }
  } catch (error) {
    if (isAwsError(error, 'NoSuchDistribution')) return undefined
    throw error
  }
}
