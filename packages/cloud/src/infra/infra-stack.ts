import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import { Repository, RepositoryEncryption, TagMutability } from 'aws-cdk-lib/aws-ecr'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import type { Vpc } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import { NAMES, PARAMETERS } from '@semiont/config/aws-names'
import { createAccess } from './access/access.ts'
import { createConfigurationRecorder, createTrail } from './audit.ts'
import { createBackups } from './backups.ts'
import { createBuckets } from './buckets.ts'
import { createDatabase } from './database.ts'
import { createFiles } from './files.ts'
import { createKeys } from './keys.ts'
import { createNetwork } from './network.ts'
import { validateRestores } from './restore-validation.ts'
import { createSecrets } from './secrets.ts'

export interface InfraStackProps extends StackProps {
  readonly settings: EnvironmentSettings
  readonly aws: AwsSettings
  readonly environmentName: string
}

/** All that holds state: network, database, files, secrets, backups, audit. Deployed seldom, never deleted by accident. */
export class InfraStack extends Stack {
  readonly #zones: number

  constructor(scope: Construct, id: string, { settings, aws, environmentName, ...props }: InfraStackProps) {
    super(scope, id, { ...props, terminationProtection: true, description: 'Semiont: what holds state' })
    this.#zones = aws.network.availabilityZones
    Tags.of(this).add('semiont:environment', environmentName)
    const keys = createKeys(this)
    const buckets = createBuckets(this, aws, keys)
    const vpc = createNetwork(this, aws, keys)
    const database = createDatabase(this, { vpc, keys, aws, settings })
    const files = createFiles(this, { vpc, keys, files: aws.files })
    const secrets = createSecrets(this, keys)
    const trailLogs = createTrail(this, { buckets, keys, aws })
    createConfigurationRecorder(this, { trail: buckets.trail, keys })
    const backups = createBackups(this, { keys, aws, database: database.instance, files: files.fileSystem })
    validateRestores(this, { aws, environmentName, keys })
    this.#createRepositories()
    const roleArns = createAccess(this, {
      aws,
      vpc: vpc.vpcArn,
      keys: { data: keys.data.keyArn, logs: keys.logs.keyArn },
      backupRole: backups.role.roleArn,
      backupVault: backups.vault.backupVaultArn,
      files: files.fileSystem.fileSystemArn,
      secrets: [database.secret, secrets.jwt, secrets.oauth, secrets.application].map(({ secretArn }) => secretArn),
    })

    this.#publish({
      ...subnetParameters(vpc),
      [PARAMETERS.vpcId]: vpc.vpcId,
      [PARAMETERS.vpcCidr]: vpc.vpcCidrBlock,
      [PARAMETERS.databaseHost]: database.instance.dbInstanceEndpointAddress,
      [PARAMETERS.databasePort]: database.instance.dbInstanceEndpointPort,
      [PARAMETERS.databaseIdentifier]: database.instance.instanceIdentifier,
      [PARAMETERS.databaseSecurityGroup]: database.securityGroup.securityGroupId,
      [PARAMETERS.databaseSecretArn]: database.secret.secretArn,
      [PARAMETERS.databaseAdministratorSecretArn]: database.administratorSecret.secretArn,
      [PARAMETERS.jwtSecretArn]: secrets.jwt.secretArn,
      [PARAMETERS.oauthSecretArn]: secrets.oauth.secretArn,
      [PARAMETERS.fileSystemId]: files.fileSystem.fileSystemId,
      [PARAMETERS.fileSystemSecurityGroup]: files.securityGroup.securityGroupId,
      [PARAMETERS.fileAccessPointId]: files.accessPoint.accessPointId,
      [PARAMETERS.dataKeyArn]: keys.data.keyArn,
      [PARAMETERS.logsKeyArn]: keys.logs.keyArn,
      [PARAMETERS.accessLogBucket]: buckets.accessLogs.bucketName,
    })
    this.#print({
      VpcId: vpc.vpcId,
      DatabaseIdentifier: database.instance.instanceIdentifier,
      DatabaseEndpoint: database.instance.dbInstanceEndpointAddress,
      DatabaseSecretName: NAMES.secrets.database,
      JwtSecretName: NAMES.secrets.jwt,
      OauthSecretName: NAMES.secrets.oauth,
      ApplicationSecretName: NAMES.secrets.application,
      EFSFileSystemId: files.fileSystem.fileSystemId,
      EFSAccessPointId: files.accessPoint.accessPointId,
      BackupVaultName: backups.vault.backupVaultName,
      BackupRoleArn: backups.role.roleArn,
      LogArchiveBucketName: buckets.logArchive.bucketName,
      OperationsBucketName: buckets.operations.bucketName,
      TrailBucketName: buckets.trail.bucketName,
      TrailLogGroupName: trailLogs.logGroupName,
      AccessLogBucketName: buckets.accessLogs.bucketName,
      ...roleArns,
    })
  }

  /** By number, not by name: which letters an account has is known only when it is deployed to. */
  override get availabilityZones(): string[] {
    return Array.from({ length: this.#zones ?? 2 }, (_, index) => Fn.select(index, Fn.getAzs()))
  }

  #createRepositories(): void {
    for (const [id, repositoryName] of Object.entries(NAMES.repositories)) {
      new Repository(this, `Repository-${id}`, {
        repositoryName,
        imageScanOnPush: true,
        imageTagMutability: TagMutability.IMMUTABLE,
        encryption: RepositoryEncryption.KMS,
        removalPolicy: RemovalPolicy.RETAIN,
        lifecycleRules: [{ description: 'Enough to roll back', maxImageCount: 30 }],
      })
    }
  }

  #publish(values: Readonly<Record<string, string>>): void {
    for (const [parameterName, stringValue] of Object.entries(values)) {
      new StringParameter(this, `Parameter${parameterName.replaceAll('/', '-')}`, { parameterName, stringValue })
    }
  }

  #print(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value })
  }
}

function subnetParameters(vpc: Vpc): Record<string, string> {
  return Object.fromEntries(
    vpc.privateSubnets.map((subnet, index) => [PARAMETERS.privateSubnet(index + 1), subnet.subnetId]),
  )
}
