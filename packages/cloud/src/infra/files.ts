import type { AwsSettings } from '@semiont/config'
import { RemovalPolicy, Size } from 'aws-cdk-lib'
import { type IVpc, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import {
  type AccessPoint,
  FileSystem,
  type FileSystemProps,
  LifecyclePolicy,
  OutOfInfrequentAccessPolicy,
  PerformanceMode,
  ThroughputMode,
} from 'aws-cdk-lib/aws-efs'
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Keys } from './keys.ts'

export interface Files {
  readonly fileSystem: FileSystem
  readonly accessPoint: AccessPoint
  readonly securityGroup: SecurityGroup
}

const LIFECYCLE: Readonly<Record<AwsSettings['files']['infrequentAccessAfterDays'], LifecyclePolicy>> = {
  '7': LifecyclePolicy.AFTER_7_DAYS,
  '14': LifecyclePolicy.AFTER_14_DAYS,
  '30': LifecyclePolicy.AFTER_30_DAYS,
  '60': LifecyclePolicy.AFTER_60_DAYS,
  '90': LifecyclePolicy.AFTER_90_DAYS,
}

/** Owner of every document byte: the user that the images run as. */
export const FILE_OWNER = { uid: '1000', gid: '1000' } as const

/** The bytes of documents: encrypted, over TLS only, through one access point whose identity is not root. */
export function createFiles(
  scope: Construct,
  { vpc, keys, files }: { vpc: IVpc; keys: Keys; files: AwsSettings['files'] },
): Files {
  const securityGroup = new SecurityGroup(scope, 'FilesSecurityGroup', {
    vpc,
    description: 'File system of Semiont',
    allowAllOutbound: false,
  })
  const fileSystem = new FileSystem(scope, 'Files', {
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroup,
    fileSystemName: 'semiont-documents',
    encrypted: true,
    kmsKey: keys.data,
    performanceMode: PerformanceMode.GENERAL_PURPOSE,
    ...throughputOf(files),
    lifecyclePolicy: LIFECYCLE[files.infrequentAccessAfterDays],
    outOfInfrequentAccessPolicy: OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
    enableAutomaticBackups: false,
    allowAnonymousAccess: false,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  fileSystem.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TlsOnly',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['*'],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  )
  const accessPoint = fileSystem.addAccessPoint('Documents', {
    path: '/semiont',
    posixUser: FILE_OWNER,
    createAcl: { ownerUid: FILE_OWNER.uid, ownerGid: FILE_OWNER.gid, permissions: '750' },
  })
  return { fileSystem, accessPoint, securityGroup }
}

function throughputOf(files: AwsSettings['files']): Partial<FileSystemProps> {
  if (files.throughput === 'elastic') return { throughputMode: ThroughputMode.ELASTIC }
  if (files.throughput === 'bursting') return { throughputMode: ThroughputMode.BURSTING }
  return {
    throughputMode: ThroughputMode.PROVISIONED,
    provisionedThroughputPerSecond: Size.mebibytes(files.provisionedMibps ?? 1),
  }
}
