import { type Acknowledgement, acknowledgementsOf, type Place } from './acknowledgement.ts'

const YEAR_END = '2027-11-01'

export function awsSolutionsAcknowledgements({ infra, app, account, region }: Place): Acknowledgement[] {
  const managed = (policy: string) => `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${policy}]`
  const tasks = ['frontend', 'backend', 'worker', 'migrate', 'bootstrap'].map((name) => `${app}/Task-${name}`)
  return acknowledgementsOf('AwsSolutions', [
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'The policy AWS keeps for exactly this service role; a copy of ours would fall behind.',
      findings: {
        [managed('AmazonRDSEnhancedMonitoringRole')]: [`${infra}/Database`],
        [managed('AWSBackupServiceRolePolicyForBackup')]: [`${infra}/BackupRole`],
        [managed('AWSBackupServiceRolePolicyForRestores')]: [`${infra}/BackupRole`, `${infra}/RestoreTestRole`],
        [managed('AWS_ConfigRole')]: [`${infra}/ConfigRole`],
      },
    },
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'ecr:GetAuthorizationToken, ssmmessages and logs:DescribeLogGroups know no resource.',
      findings: {
        'IAM5[Resource::*]': ['Sessions', 'StartFrontend', 'StartBackend'].map((name) => `${app}/Policy-${name}`),
      },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason:
        'Stars end ARNs of what is made under our names, or stand for calls that know no resource; simulated in access.test.ts.',
      findings: { IAM5: [`${infra}/Access`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Names of copies and of log streams are made while it runs; calls that list know no resource.',
      findings: {
        IAM5: [`${app}/ArchiveLogsPolicy`, `${app}/CostWatchPolicy`, `${infra}/ValidateRestorePolicy`],
      },
    },
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'Streams of one log group: that of the sessions of ECS Exec.',
      findings: {
        [`IAM5[Resource::arn:aws:logs:${region}:${account}:log-group:<ExecLogGroup5FE5FA37>:*]`]: [
          `${app}/Policy-Sessions`,
        ],
      },
    },
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'The variables hold names, ports and settings; every secret comes from Secrets Manager.',
      findings: { ECS2: tasks },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Config writes under its own prefix of one bucket, with one key.',
      findings: { 'IAM5[Resource::<TrailBucketA831CE63.Arn>/config/*]': [`${infra}/ConfigDelivery`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Open to the network alone: its range is a parameter, which the rule cannot resolve.',
      findings: { EC23: [`${app}/SecurityGroup-balancer`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'A second lock beside security groups: the data subnets accept tasks on two ports, nothing else.',
      findings: { VPC3: [`${infra}/IsolatedAcl`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Rotated by `semiont configure set`, through a ring of keys; providers hand out their secrets to people.',
      findings: { SMG4: [`${infra}/JwtSecret`, `${infra}/OauthSecret`, `${infra}/ApplicationSecret`] },
    },
    {
      owner: 'database',
      until: YEAR_END,
      reason: 'Used by the rotation of the application’s user alone; changed with the yearly review.',
      findings: { SMG4: [`${infra}/DatabaseAdministrator`] },
    },
    {
      owner: 'database',
      until: YEAR_END,
      reason: 'A setting: aws.database.multiAz. The smallest environment does without a standby.',
      findings: { RDS3: [`${infra}/Database`] },
    },
    {
      owner: 'database',
      until: YEAR_END,
      reason: 'Reachable from tasks alone; another port would hide it from nobody.',
      findings: { RDS11: [`${infra}/Database`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'For readers everywhere; nothing here is restricted to countries.',
      findings: { CFR1: [`${app}/Distribution`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'The regional firewall stands behind it, and there is no way around CloudFront to the origin.',
      findings: { CFR2: [`${app}/Distribution`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason:
        'Without a domain of its own CloudFront’s certificate decides the TLS version; with one it is 1.2 or newer.',
      findings: { CFR4: [`${app}/Distribution`] },
    },
  ])
}
