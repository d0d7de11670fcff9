import type { AwsSettings } from '@semiont/config'
import { RemovalPolicy } from 'aws-cdk-lib'
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail'
import {
  CfnConfigurationRecorder,
  CfnDeliveryChannel,
  ManagedRule,
  ManagedRuleIdentifiers,
} from 'aws-cdk-lib/aws-config'
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { retentionOf } from '../retention.ts'
import type { Buckets } from './buckets.ts'
import type { Keys } from './keys.ts'

/** Every API call of the account, kept at least a year, unchangeable without being noticed. */
export function createTrail(
  scope: Construct,
  { buckets, keys, aws }: { buckets: Buckets; keys: Keys; aws: AwsSettings },
): LogGroup {
  const logGroup = new LogGroup(scope, 'TrailLogGroup', {
    logGroupName: 'SemiontAuditTrail',
    retention: retentionOf(Math.max(aws.keep.logsDays, 90)),
    encryptionKey: keys.logs,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  new Trail(scope, 'Trail', {
    trailName: 'semiont',
    bucket: buckets.trail,
    encryptionKey: keys.logs,
    sendToCloudWatchLogs: true,
    cloudWatchLogGroup: logGroup,
    enableFileValidation: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    managementEvents: ReadWriteType.ALL,
  })
  return logGroup
}

const RULES = {
  DatabaseEncrypted: ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED,
  DatabaseNotPublic: ManagedRuleIdentifiers.RDS_INSTANCE_PUBLIC_ACCESS_CHECK,
  DatabaseBackedUp: ManagedRuleIdentifiers.RDS_DB_INSTANCE_BACKUP_ENABLED,
  FilesEncrypted: ManagedRuleIdentifiers.EFS_ENCRYPTED_CHECK,
  BucketsOverTls: ManagedRuleIdentifiers.S3_BUCKET_SSL_REQUESTS_ONLY,
  BucketsNotPublic: ManagedRuleIdentifiers.S3_BUCKET_PUBLIC_READ_PROHIBITED,
  TrailOn: ManagedRuleIdentifiers.CLOUD_TRAIL_ENABLED,
  TrailValidated: ManagedRuleIdentifiers.CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED,
  FlowLogsOn: ManagedRuleIdentifiers.VPC_FLOW_LOGS_ENABLED,
  SecretsRotate: ManagedRuleIdentifiers.SECRETSMANAGER_SCHEDULED_ROTATION_SUCCESS_CHECK,
  RootKeyAbsent: ManagedRuleIdentifiers.IAM_ROOT_ACCESS_KEY_CHECK,
} as const

/** Records how resources change and judges them by rules; the monthly compliance review reads the verdicts. */
export function createConfigurationRecorder(
  scope: Construct,
  { trail, keys }: { trail: Buckets['trail']; keys: Keys },
): void {
  const PREFIX = 'config'
  const delivery = new ManagedPolicy(scope, 'ConfigDelivery', {
    description: 'Config leaves its records in the bucket of the audit trail',
    statements: [
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [trail.arnForObjects(`${PREFIX}/*`)] }),
      new PolicyStatement({ actions: ['s3:GetBucketAcl', 's3:ListBucket'], resources: [trail.bucketArn] }),
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keys.logs.keyArn] }),
    ],
  })
  const role = new Role(scope, 'ConfigRole', {
    assumedBy: new ServicePrincipal('config.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWS_ConfigRole'), delivery],
  })
  const recorder = new CfnConfigurationRecorder(scope, 'ConfigRecorder', {
    name: 'semiont',
    roleArn: role.roleArn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
  })
  const channel = new CfnDeliveryChannel(scope, 'ConfigChannel', {
    name: 'semiont',
    s3BucketName: trail.bucketName,
    s3KeyPrefix: PREFIX,
  })
  channel.addResourceDependency(recorder)
  for (const [id, identifier] of Object.entries(RULES)) {
    const rule = new ManagedRule(scope, `Rule${id}`, { identifier, configRuleName: `semiont-${kebab(id)}` })
    rule.node.addDependency(recorder)
  }
}

function kebab(text: string): string {
  return text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
}
