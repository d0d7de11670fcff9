import { Validations } from 'aws-cdk-lib'
import type { Construct, IConstruct } from 'constructs'

/** A finding of the rule packs that we have looked at and accept, by whom, why, and until when. */
export interface Acknowledgement {
  readonly id: string
  /** The construct it is about and all below it, as a path: `SemiontInfraStack/Database`. */
  readonly path: string
  readonly reason: string
  readonly owner: 'platform' | 'database' | 'security'
  /** Looked at again before this day (ISO 8601); a test fails afterwards. */
  readonly until: string
}

const YEAR_END = '2027-11-01'

function acknowledged(
  owner: Acknowledgement['owner'],
  reason: string,
  findings: Readonly<Record<string, readonly string[]>>,
): Acknowledgement[] {
  return Object.entries(findings).flatMap(([id, paths]) =>
    paths.map((path) => ({ id: `AwsSolutions-${id}`, path, reason, owner, until: YEAR_END })),
  )
}

export interface Place {
  /** Names of the two stacks, which settings may change. */
  readonly infra: string
  readonly app: string
  readonly account: string
  readonly region: string
}

export function acknowledgementsFor({ infra, app, account, region }: Place): Acknowledgement[] {
  const managed = (policy: string) => `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${policy}]`
  const tasks = ['frontend', 'backend', 'worker', 'migrate', 'bootstrap'].map((name) => `${app}/Task-${name}`)
  return [
    ...acknowledged(
      'platform',
      'The policy AWS keeps for exactly this service role; a copy of ours would fall behind.',
      {
        [managed('AmazonRDSEnhancedMonitoringRole')]: [`${infra}/Database`],
        [managed('AWSBackupServiceRolePolicyForBackup')]: [`${infra}/BackupPlan`],
        [managed('AWSBackupServiceRolePolicyForRestores')]: [`${infra}/BackupPlan`, `${infra}/RestoreTestRole`],
        [managed('AWS_ConfigRole')]: [`${infra}/ConfigRole`],
      },
    ),
    ...acknowledged('platform', 'ecr:GetAuthorizationToken, ssmmessages and logs:DescribeLogGroups know no resource.', {
      'IAM5[Resource::*]': tasks,
    }),
    ...acknowledged('platform', 'Streams of one log group: that of the sessions of ECS Exec.', {
      [`IAM5[Resource::arn:aws:logs:${region}:${account}:log-group:<ExecLogGroup5FE5FA37>:*]`]: tasks,
    }),
    ...acknowledged(
      'platform',
      'The variables hold names, ports and settings; every secret comes from Secrets Manager.',
      {
        ECS2: tasks,
      },
    ),
    ...acknowledged('security', 'Config writes under its own prefix of one bucket, with one key.', {
      'IAM5[Action::kms:GenerateDataKey*]': [`${infra}/ConfigRole`],
      'IAM5[Action::kms:ReEncrypt*]': [`${infra}/ConfigRole`],
      'IAM5[Action::s3:Abort*]': [`${infra}/ConfigRole`],
      'IAM5[Resource::<TrailBucketA831CE63.Arn>/config/*]': [`${infra}/ConfigRole`],
    }),
    ...acknowledged('security', 'Open to the network alone: its range is a parameter, which the rule cannot resolve.', {
      EC23: [`${infra}/Vpc`, `${app}/SecurityGroup-balancer`],
    }),
    ...acknowledged(
      'security',
      'A second lock beside security groups: the data subnets accept tasks on two ports, nothing else.',
      {
        VPC3: [`${infra}/IsolatedAcl`],
      },
    ),
    ...acknowledged(
      'security',
      'Rotated by `semiont configure set`, through a ring of keys; providers hand out their secrets to people.',
      {
        SMG4: [`${infra}/JwtSecret`, `${infra}/OauthSecret`, `${infra}/ApplicationSecret`],
      },
    ),
    ...acknowledged(
      'database',
      'Used by the rotation of the application’s user alone; changed with the yearly review.',
      {
        SMG4: [`${infra}/DatabaseAdministrator`],
      },
    ),
    ...acknowledged('database', 'A setting: aws.database.multiAz. The smallest environment does without a standby.', {
      RDS3: [`${infra}/Database`],
    }),
    ...acknowledged('database', 'Reachable from tasks alone; another port would hide it from nobody.', {
      RDS11: [`${infra}/Database`],
    }),
    ...acknowledged('security', 'For readers everywhere; nothing here is restricted to countries.', {
      CFR1: [`${app}/Distribution`],
    }),
    ...acknowledged(
      'security',
      'The regional firewall stands behind it, and there is no way around CloudFront to the origin.',
      {
        CFR2: [`${app}/Distribution`],
      },
    ),
    ...acknowledged(
      'security',
      'Without a domain of its own CloudFront’s certificate decides the TLS version; with one it is 1.2 or newer.',
      {
        CFR4: [`${app}/Distribution`],
      },
    ),
  ]
}

/** Tells the rule packs, construct by construct; a path that leads nowhere is a mistake and says so. */
export function acknowledge(root: Construct, acknowledgements: readonly Acknowledgement[]): void {
  for (const { id, path, reason, owner, until } of acknowledgements) {
    const construct = path.split('/').reduce<IConstruct>((node, name) => node.node.findChild(name), root)
    Validations.of(construct).acknowledge({ id, reason: `${reason} (${owner}, until ${until})` })
  }
}
