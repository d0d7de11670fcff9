/**
 * Names that people and runbooks rely on. They are contracts: a change here breaks commands that are written down elsewhere.
 * One environment per account and region, so that names need no environment in them.
 */
export const NAMES = {
  cluster: 'SemiontCluster',
  services: { frontend: 'semiont-frontend', backend: 'semiont-backend', worker: 'semiont-worker' },
  dashboard: 'Semiont-Monitoring',
  logGroup: 'SemiontLogGroup',
  secrets: {
    database: 'semiont/database',
    databaseAdministrator: 'semiont/database-administrator',
    jwt: 'semiont/jwt-keys',
    oauth: 'semiont/oauth',
    application: 'semiont/application',
  },
  repositories: { frontend: 'semiont/frontend', backend: 'semiont/backend' },
  database: 'semiont',
  databaseUser: 'semiont',
  rateMetric: 'RateLimitMetric',
  topic: 'semiont-notices',
  functions: {
    costWatch: 'semiont-cost-watch',
    archiveLogs: 'semiont-archive-logs',
    validateRestore: 'semiont-validate-restore',
  },
  /** Calls of functions of the infrastructure stack that failed each time. */
  failedCalls: 'semiont-failed-calls',
} as const

/** Roles that people, and CloudFormation for them, take on. IAM knows no regions; the name tells them apart. */
export const ROLES = {
  /** Reads how everything is; changes nothing. */
  verification: 'SemiontVerification',
  /** What the commands of `semiont` need that change something. */
  operations: 'SemiontOperations',
  /** CloudFormation's own, for the application stack: `semiont deploy` hands it over, and `cdk deploy` through it. */
  deployment: 'SemiontDeployment',
} as const

/** @param region such as eu-central-1 */
export function roleNameOf(role: keyof typeof ROLES, region: string): string {
  return `${ROLES[role]}-${region}`
}

/** Everything the application stack's own roles are made under, so that policies can name all of them and nothing else. */
export function rolePathOf(region: string): string {
  return `/semiont/${region}/`
}

/** No role of the application stack may do more than this policy, whatever its own policies say. */
export function boundaryNameOf(region: string): string {
  return `SemiontBoundary-${region}`
}

/** Where `semiont` keeps what all who operate an installation share: the deploy lock and the audit trail. */
export function operationsBucketOf({ account, region }: { account: string; region: string }): string {
  return `semiont-operations-${account}-${region}`
}

/**
 * Where the infrastructure stack leaves what the application stack needs. Parameters instead of exports: a value that is
 * exported and imported could not change while anyone imports it, and the stacks could not be deployed one without the other.
 */
export const PARAMETERS = {
  vpcId: '/semiont/infra/vpc-id',
  vpcCidr: '/semiont/infra/vpc-cidr',
  privateSubnet: (number: number) => `/semiont/infra/private-subnet-${number}`,
  databaseHost: '/semiont/infra/database-host',
  databasePort: '/semiont/infra/database-port',
  databaseIdentifier: '/semiont/infra/database-identifier',
  databaseSecurityGroup: '/semiont/infra/database-security-group',
  databaseSecretArn: '/semiont/infra/database-secret-arn',
  databaseAdministratorSecretArn: '/semiont/infra/database-administrator-secret-arn',
  jwtSecretArn: '/semiont/infra/jwt-secret-arn',
  oauthSecretArn: '/semiont/infra/oauth-secret-arn',
  fileSystemId: '/semiont/infra/file-system-id',
  fileSystemSecurityGroup: '/semiont/infra/file-system-security-group',
  fileAccessPointId: '/semiont/infra/file-access-point-id',
  dataKeyArn: '/semiont/infra/data-key-arn',
  logsKeyArn: '/semiont/infra/logs-key-arn',
  accessLogBucket: '/semiont/infra/access-log-bucket',
  /** Written by `semiont publish`: which image the next deployment runs. */
  imageTag: '/semiont/app/image-tag',
  /** Written by `semiont deploy`: tag and template that were last seen to run well; its history is where a rollback goes. */
  deployed: '/semiont/app/deployed',
  /** Written by `semiont rotate`: where the rotation of a secret is; holds no secret. */
  rotation: (secret: string) => `/semiont/operations/rotation/${secret}`,
} as const

/** The database listens here, the file system there. */
export const PORTS = { database: 5432, nfs: 2049, backend: 4001, worker: 4002, frontend: 3000 } as const

/**
 * Context value of the CDK app: with `stopped` the services of the application stack are made without tasks. The first step of a
 * first deployment, as they can only start once the database has its role and its tables.
 */
export const FIRST_STEP = { name: 'semiont:services', stopped: 'stopped' } as const
