import type { AwsSettings } from '@semiont/config'
import { operationsBucketOf } from '@semiont/config/aws-names'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { logArchiveBucketName } from '../log-archive.ts'
import type { Keys } from './keys.ts'

export interface Buckets {
  /** Access logs of load balancer, CloudFront and of the other buckets. */
  readonly accessLogs: Bucket
  /** Log groups are exported here before their streams are deleted. */
  readonly logArchive: Bucket
  readonly trail: Bucket
  /** Deploy lock and audit trail of `semiont`, for all who operate the installation. */
  readonly operations: Bucket
}

/** Each encrypted, versioned, over TLS only, closed to the public, and forgetting in time. */
export function createBuckets(scope: Construct, aws: AwsSettings, keys: Keys): Buckets {
  const { account, region } = Stack.of(scope)
  const common: BucketProps = {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  }
  const accessLogs = new Bucket(scope, 'AccessLogs', {
    ...common,
    bucketName: `semiont-access-logs-${account}-${region}`,
    // CloudFront's standard logs are written by access control list.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [forgetAfter(aws.keep.logsDays)],
  })
  accessLogs.grantPut(new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com'), 'load-balancer/*')
  const logged = (prefix: string): BucketProps => ({
    ...common,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: prefix,
  })
  const logArchive = new Bucket(scope, 'LogArchive', {
    ...logged('s3/log-archive/'),
    bucketName: logArchiveBucketName(scope, aws),
    lifecycleRules: [coldThenForgotten(aws.keep.archiveDays)],
  })
  const logs = new ServicePrincipal(`logs.${region}.amazonaws.com`)
  logArchive.grantPut(logs)
  logArchive.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ExportTasksLookFirst',
      principals: [logs],
      actions: ['s3:GetBucketAcl'],
      resources: [logArchive.bucketArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  )
  const trail = new Bucket(scope, 'TrailBucket', {
    ...logged('s3/trail/'),
    encryption: BucketEncryption.KMS,
    encryptionKey: keys.logs,
    bucketKeyEnabled: true,
    bucketName: `semiont-audit-trail-${account}-${region}`,
    lifecycleRules: [coldThenForgotten(aws.keep.trailDays)],
  })
  const operations = createOperationsBucket(scope, {
    ...logged('s3/operations/'),
    encryption: BucketEncryption.KMS,
    encryptionKey: keys.logs,
    bucketKeyEnabled: true,
  })
  return { accessLogs, logArchive, trail, operations }
}

/** The prefix of the records of the audit trail, each of which is written once and for all. */
const RECORDS = 'audit/records/*'

/**
 * Nothing in it is forgotten but earlier states of lock and head. A record is neither replaced nor removed, by nobody: only a
 * write that fails where something is gets through.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
function createOperationsBucket(scope: Construct, common: BucketProps): Bucket {
  const { account, region } = Stack.of(scope)
  const bucket = new Bucket(scope, 'Operations', {
    ...common,
    bucketName: operationsBucketOf({ account, region }),
    lifecycleRules: [
      { id: 'forget-earlier-locks', prefix: 'deploy-lock.json', noncurrentVersionExpiration: Duration.days(30) },
      { id: 'forget-earlier-heads', prefix: 'audit/head.json', noncurrentVersionExpiration: Duration.days(30) },
      { id: 'no-half-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
    ],
  })
  const records = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: [bucket.arnForObjects(RECORDS)] }
  bucket.addToResourcePolicy(
    new PolicyStatement({
      ...records,
      sid: 'RecordsAreWrittenOnce',
      actions: ['s3:PutObject'],
      conditions: { Null: { 's3:if-none-match': 'true' } },
    }),
  )
  bucket.addToResourcePolicy(
    new PolicyStatement({ ...records, sid: 'RecordsAreKept', actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }),
  )
  return bucket
}

function forgetAfter(days: number) {
  return {
    id: 'forget',
    expiration: Duration.days(days),
    noncurrentVersionExpiration: Duration.days(30),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  }
}

function coldThenForgotten(days: number) {
  const COLD_AFTER = 90
  return {
    ...forgetAfter(days),
    ...(days > COLD_AFTER + 90
      ? { transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(COLD_AFTER) }] }
      : {}),
  }
}
