import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail'
import type { AwsConnection } from '../account/connection.ts'

export interface Trail {
  readonly name: string
  readonly logging: boolean
  readonly multiRegion: boolean
  /** Whether its files carry digests that show a change. */
  readonly validated: boolean
  readonly deliveredAt: Date | null
  /** Why nothing reaches the bucket; null when all is well. */
  readonly deliveryError: string | null
}

/** Trails that record this region; those of an organization among them. */
export async function listTrails(connection: AwsConnection): Promise<Trail[]> {
  const client = connection.client(CloudTrailClient)
  const { trailList = [] } = await connection.ask('cloudtrail:DescribeTrails', (options) =>
    client.send(new DescribeTrailsCommand({}), options),
  )
  return await Promise.all(
    trailList.map(async ({ Name = '', TrailARN, IsMultiRegionTrail = false, LogFileValidationEnabled = false }) => {
      const status = await connection.ask('cloudtrail:GetTrailStatus', (options) =>
        client.send(new GetTrailStatusCommand({ Name: TrailARN ?? Name }), options),
      )
      return {
        name: Name,
        logging: status.IsLogging ?? false,
        multiRegion: IsMultiRegionTrail,
        validated: LogFileValidationEnabled,
        deliveredAt: status.LatestDeliveryTime ?? null,
        deliveryError: status.LatestDeliveryError || null,
      }
    }),
  )
}
