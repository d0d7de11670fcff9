import {
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  type FileSystemDescription,
} from '@aws-sdk/client-efs'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface FileSystem {
  readonly id: string
  readonly arn: string
  /** `creating`, `available`, `updating`, `deleting`, `deleted` or `error`. */
  readonly state: string
  /** Metered about once an hour. */
  readonly bytes: number
  readonly bytesStandard: number | null
  readonly bytesInfrequentAccess: number | null
  readonly bytesMeteredAt: Date | null
  readonly performanceMode: string
  readonly throughputMode: string
  readonly provisionedMibps: number | null
  readonly encrypted: boolean
  readonly mountTargets: number
}

export interface MountTarget {
  readonly id: string
  readonly state: string
  readonly zone: string | null
  readonly subnetId: string
  readonly address: string | null
}

/** Undefined when there is no such file system. */
export async function findFileSystem(connection: AwsConnection, id: string): Promise<FileSystem | undefined> {
  const client = connection.client(EFSClient)
  try {
    const { FileSystems = [] } = await connection.ask('elasticfilesystem:DescribeFileSystems', (options) =>
      client.send(new DescribeFileSystemsCommand({ FileSystemId: id }), options),
    )
    return FileSystems[0] === undefined ? undefined : fileSystemOf(FileSystems[0])
  } catch (error) {
    if (isAwsError(error, 'FileSystemNotFound')) return undefined
    throw error
  }
}

/** Where the network reaches the file system: one in each zone. */
export async function describeMountTargets(connection: AwsConnection, fileSystemId: string): Promise<MountTarget[]> {
  const client = connection.client(EFSClient)
  return await allPages(async (Marker) => {
    const answer = await connection.ask('elasticfilesystem:DescribeMountTargets', (options) =>
      client.send(
        new DescribeMountTargetsCommand({ FileSystemId: fileSystemId, ...(Marker === undefined ? {} : { Marker }) }),
        options,
      ),
    )
    const items = (answer.MountTargets ?? []).map((target) => ({
      id: target.MountTargetId ?? '',
      state: target.LifeCycleState ?? 'unknown',
      zone: target.AvailabilityZoneName ?? null,
      subnetId: target.SubnetId ?? '',
      address: target.IpAddress ?? null,
    }))
    return { items, next: answer.NextMarker }
  })
}

function fileSystemOf(system: FileSystemDescription): FileSystem {
  return {
    id: system.FileSystemId ?? '',
    arn: system.FileSystemArn ?? '',
    state: system.LifeCycleState ?? 'unknown',
    bytes: system.SizeInBytes?.Value ?? 0,
    bytesStandard: system.SizeInBytes?.ValueInStandard ?? null,
    bytesInfrequentAccess: system.SizeInBytes?.ValueInIA ?? null,
    bytesMeteredAt: system.SizeInBytes?.Timestamp ?? null,
    performanceMode: system.PerformanceMode ?? 'unknown',
    throughputMode: system.ThroughputMode ?? 'unknown',
    provisionedMibps: system.ProvisionedThroughputInMibps ?? null,
    encrypted: system.Encrypted ?? false,
    mountTargets: system.NumberOfMountTargets ?? 0,
  }
}
