import { Annotations, Fn, Stack } from 'aws-cdk-lib'
import { type ISecurityGroup, type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2'
import { type IKey, Key } from 'aws-cdk-lib/aws-kms'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { PARAMETERS } from '@semiont/config/aws-names'

/** What the infrastructure stack left for this one. */
export interface Imports {
  readonly vpc: IVpc
  readonly vpcCidr: string
  readonly databaseHost: string
  readonly databasePort: string
  readonly databaseIdentifier: string
  readonly databaseSecurityGroup: ISecurityGroup
  readonly secrets: {
    readonly database: ISecret
    readonly databaseAdministrator: ISecret
    readonly jwt: ISecret
    readonly oauth: ISecret
  }
  readonly fileSystemId: string
  readonly fileSystemArn: string
  readonly fileSystemSecurityGroup: ISecurityGroup
  readonly fileAccessPointId: string
  readonly fileAccessPointArn: string
  /** Encrypts secrets; whoever reads one needs it too. */
  readonly dataKey: IKey
  readonly logsKey: IKey
  readonly accessLogs: IBucket
}

/** Read from parameters when the stack is deployed: the stacks share no export, so each can change alone. */
export function readImports(scope: Construct, zones: number): Imports {
  const value = (name: string) => StringParameter.valueForStringParameter(scope, name)
  const numbers = Array.from({ length: zones }, (_, index) => index + 1)
  const { partition, region, account } = Stack.of(scope)
  const efs = (kind: string, id: string) => `arn:${partition}:elasticfilesystem:${region}:${account}:${kind}/${id}`
  const vpcCidr = value(PARAMETERS.vpcCidr)
  const fileSystemId = value(PARAMETERS.fileSystemId)
  const fileAccessPointId = value(PARAMETERS.fileAccessPointId)
  const secret = (id: string, parameter: string) => Secret.fromSecretCompleteArn(scope, id, value(parameter))
  const group = (id: string, parameter: string) => SecurityGroup.fromSecurityGroupId(scope, id, value(parameter))
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: value(PARAMETERS.vpcId),
    vpcCidrBlock: vpcCidr,
    availabilityZones: numbers.map((number) => Fn.select(number - 1, Fn.getAzs())),
    privateSubnetIds: numbers.map((number) => value(PARAMETERS.privateSubnet(number))),
  })
  for (const subnet of vpc.privateSubnets)
    Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'This stack adds no routes.')
  return {
    vpc,
    vpcCidr,
    databaseHost: value(PARAMETERS.databaseHost),
    databasePort: value(PARAMETERS.databasePort),
    databaseIdentifier: value(PARAMETERS.databaseIdentifier),
    databaseSecurityGroup: group('DatabaseSecurityGroup', PARAMETERS.databaseSecurityGroup),
    secrets: {
      database: secret('DatabaseSecret', PARAMETERS.databaseSecretArn),
      databaseAdministrator: secret('DatabaseAdministratorSecret', PARAMETERS.databaseAdministratorSecretArn),
      jwt: secret('JwtSecret', PARAMETERS.jwtSecretArn),
      oauth: secret('OauthSecret', PARAMETERS.oauthSecretArn),
    },
    fileSystemId,
    fileSystemArn: efs('file-system', fileSystemId),
    fileSystemSecurityGroup: group('FileSystemSecurityGroup', PARAMETERS.fileSystemSecurityGroup),
    fileAccessPointId,
    fileAccessPointArn: efs('access-point', fileAccessPointId),
    dataKey: Key.fromKeyArn(scope, 'DataKey', value(PARAMETERS.dataKeyArn)),
    logsKey: Key.fromKeyArn(scope, 'LogsKey', value(PARAMETERS.logsKeyArn)),
    accessLogs: Bucket.fromBucketName(scope, 'AccessLogs', value(PARAMETERS.accessLogBucket)),
  }
}
