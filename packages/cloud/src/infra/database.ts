import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { InstanceType, type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseSecret,
  ParameterGroup,
  PerformanceInsightRetention,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { HostedRotation, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { NAMES, PORTS } from '@semiont/config/aws-names'
import { retentionOf } from '../retention.ts'
import type { Keys } from './keys.ts'

export interface Database {
  readonly instance: DatabaseInstance
  readonly securityGroup: SecurityGroup
  /** User and password of the application, changed by themselves. */
  readonly secret: ISecret
  /** Used by the rotation, and once to make the application's user. */
  readonly administratorSecret: ISecret
}

const IDENTIFIER = 'semiont-database'
/** They would have to be escaped in a connection string or a shell. */
const AWKWARD_CHARACTERS = ' %+~`#$&*()|[]{}:;<>?!\'/@"\\'
const LOG_EXPORTS = ['postgresql', 'upgrade'] as const
const ENGINE = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_17_9 })

/**
 * PostgreSQL 17, reachable over TLS from tasks alone. Backups run daily between 02:00 and 04:00 UTC; maintenance has a window
 * of its own, because AWS refuses windows that overlap.
 */
export function createDatabase(
  scope: Construct,
  { vpc, keys, aws, settings }: { vpc: IVpc; keys: Keys; aws: AwsSettings; settings: EnvironmentSettings },
): Database {
  const securityGroup = new SecurityGroup(scope, 'DatabaseSecurityGroup', {
    vpc,
    description: 'PostgreSQL of Semiont',
    allowAllOutbound: false,
  })
  const administrator = new DatabaseSecret(scope, 'DatabaseAdministrator', {
    username: 'semiont_administrator',
    secretName: NAMES.secrets.databaseAdministrator,
    encryptionKey: keys.data,
    excludeCharacters: AWKWARD_CHARACTERS,
  })
  administrator.applyRemovalPolicy(RemovalPolicy.RETAIN)
  const instance = new DatabaseInstance(scope, 'Database', {
    engine: ENGINE,
    instanceIdentifier: IDENTIFIER,
    instanceType: new InstanceType(aws.database.instance),
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [securityGroup],
    databaseName: NAMES.database,
    port: PORTS.database,
    credentials: Credentials.fromSecret(administrator),
    storageEncrypted: true,
    storageEncryptionKey: keys.data,
    storageType: StorageType.GP3,
    allocatedStorage: aws.database.storageGb,
    maxAllocatedStorage: Math.max(aws.database.storageGb, aws.database.maximumStorageGb),
    multiAz: aws.database.multiAz,
    caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
    iamAuthentication: true,
    publiclyAccessible: false,
    backupRetention: Duration.days(Math.min(35, settings.database.backupRetentionDays)),
    preferredBackupWindow: '02:00-04:00',
    preferredMaintenanceWindow: 'sun:04:30-sun:05:30',
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    deletionProtection: aws.database.deletionProtection,
    removalPolicy: RemovalPolicy.RETAIN,
    enablePerformanceInsights: aws.database.insights,
    ...(aws.database.insights
      ? {
          performanceInsightRetention: PerformanceInsightRetention.DEFAULT,
          performanceInsightEncryptionKey: keys.data,
        }
      : {}),
    monitoringInterval: Duration.seconds(60),
    cloudwatchLogsExports: [...LOG_EXPORTS],
    parameterGroup: createParameters(scope, settings),
  })
  keepLogs(scope, { instance, keys, aws })
  const secret = createApplicationSecret(scope, { instance, securityGroup, keys, vpc, aws })
  return { instance, securityGroup, secret, administratorSecret: administrator }
}

/** RDS writes into log groups of these names, and would make them itself: unencrypted, and kept for ever. */
function keepLogs(
  scope: Construct,
  { instance, keys, aws }: { instance: DatabaseInstance; keys: Keys; aws: AwsSettings },
): void {
  for (const name of LOG_EXPORTS) {
    const group = new LogGroup(scope, `DatabaseLog-${name}`, {
      logGroupName: `/aws/rds/instance/${IDENTIFIER}/${name}`,
      retention: retentionOf(aws.keep.logsDays),
      encryptionKey: keys.logs,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    instance.node.addDependency(group)
  }
}

function createParameters(scope: Construct, { monitoring }: EnvironmentSettings): ParameterGroup {
  return new ParameterGroup(scope, 'DatabaseParameters', {
    engine: ENGINE,
    description: 'Semiont: TLS only, slow queries in the log, statement statistics',
    parameters: {
      'rds.force_ssl': '1',
      log_min_duration_statement: String(monitoring.thresholds.slowQueryMs),
      log_connections: '1',
      log_disconnections: '1',
      log_lock_waits: '1',
      log_temp_files: '10240',
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track': 'all',
      idle_in_transaction_session_timeout: '60000',
      timezone: 'UTC',
    },
  })
}

/**
 * The application has a user of its own, and the rotation alternates between two of them: tasks that still hold the former
 * password go on until they are replaced.
 */
function createApplicationSecret(
  scope: Construct,
  {
    instance,
    securityGroup,
    keys,
    vpc,
    aws,
  }: { instance: DatabaseInstance; securityGroup: SecurityGroup; keys: Keys; vpc: IVpc; aws: AwsSettings },
): ISecret {
  const administrator = instance.secret
  if (!administrator) throw new Error('The database was made without a secret of its administrator.')
  const secret = new DatabaseSecret(scope, 'DatabaseSecret', {
    username: NAMES.databaseUser,
    secretName: NAMES.secrets.database,
    dbname: NAMES.database,
    masterSecret: administrator,
    encryptionKey: keys.data,
    excludeCharacters: AWKWARD_CHARACTERS,
  })
  secret.applyRemovalPolicy(RemovalPolicy.RETAIN)
  const attached = secret.attach(instance)
  const rotation = new SecurityGroup(scope, 'RotationSecurityGroup', {
    vpc,
    description: 'Changes the database password',
  })
  securityGroup.addIngressRule(rotation, Port.tcp(PORTS.database), 'The function that changes the password')
  attached.addRotationSchedule('Rotation', {
    automaticallyAfter: Duration.days(aws.database.rotationDays),
    hostedRotation: HostedRotation.postgreSqlMultiUser({
      functionName: 'semiont-database-rotation',
      masterSecret: administrator,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [rotation],
    }),
  })
  return attached
}
