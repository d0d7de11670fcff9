import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { Duration } from 'aws-cdk-lib'
import { Repository } from 'aws-cdk-lib/aws-ecr'
import {
  type ContainerDefinition,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
  Secret as ContainerSecret,
} from 'aws-cdk-lib/aws-ecs'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { NAMES, PARAMETERS, PORTS } from '@semiont/config/aws-names'
import type { Imports } from './imports.ts'
import type { TaskName, TaskRoles } from './task-roles.ts'

export interface TaskContext {
  readonly imports: Imports
  readonly aws: AwsSettings
  readonly settings: EnvironmentSettings
  readonly publicUrl: string
  readonly logGroup: ILogGroup
  readonly roles: Readonly<Record<TaskName, TaskRoles>>
}

/** Where the images keep their bytes and what they write besides. */
const DATA_DIRECTORY = '/data'

export function createFrontendTask(scope: Construct, context: TaskContext): FargateTaskDefinition {
  const task = createTask(scope, 'frontend', {
    family: NAMES.services.frontend,
    size: context.aws.services.frontend,
    roles: context.roles.frontend,
  })
  const container = addContainer(scope, task, {
    name: 'frontend',
    repository: NAMES.repositories.frontend,
    context,
    port: PORTS.frontend,
    environment: { HOSTNAME: '0.0.0.0', SEMIONT_PUBLIC_URL: context.publicUrl, NEXT_TELEMETRY_DISABLED: '1' },
  })
  mount(container, task, { '/tmp': 'tmp', '/app/apps/frontend/.next/cache': 'next-cache' })
  return task
}

/** Services, and tasks that run once: `bootstrap` before the very first deployment, `migrate` before each. */
export type BackendTaskKind = 'backend' | 'worker' | 'migrate' | 'bootstrap'

const COMMANDS = { migrate: ['migrate'], bootstrap: ['bootstrap-database'] } as const

/** All run the same image; they differ in role, size and command. */
export function createBackendTask(
  scope: Construct,
  kind: BackendTaskKind,
  context: TaskContext,
): FargateTaskDefinition {
  const size = context.aws.services[kind === 'worker' ? 'worker' : 'backend']
  const family = isService(kind) ? NAMES.services[kind] : `semiont-${kind}`
  const task = createTask(scope, kind, { family, size, roles: context.roles[kind] })
  const container = addContainer(scope, task, {
    name: kind,
    repository: NAMES.repositories.backend,
    context,
    ...(isService(kind) ? { port: PORTS[kind] } : { command: [...COMMANDS[kind]] }),
    environment: backendVariables(kind, context),
    secrets: backendSecrets(kind, context.imports),
  })
  mount(container, task, { '/tmp': 'tmp' })
  if (isService(kind)) mountDocuments(container, task, context.imports)
  return task
}

function isService(kind: BackendTaskKind): kind is 'backend' | 'worker' {
  return kind === 'backend' || kind === 'worker'
}

interface TaskOptions {
  readonly family: string
  readonly size: { readonly cpu: number; readonly memory: number }
  readonly roles: TaskRoles
}

function createTask(scope: Construct, id: string, { family, size, roles }: TaskOptions): FargateTaskDefinition {
  return new FargateTaskDefinition(scope, `Task-${id}`, {
    family,
    cpu: size.cpu,
    memoryLimitMiB: size.memory,
    taskRole: roles.task,
    executionRole: roles.execution,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  })
}

interface ContainerOptions {
  readonly name: string
  readonly repository: string
  readonly context: TaskContext
  readonly port?: number
  readonly command?: string[]
  readonly environment: Record<string, string>
  readonly secrets?: Record<string, ContainerSecret>
}

function addContainer(scope: Construct, task: FargateTaskDefinition, options: ContainerOptions): ContainerDefinition {
  const { name, context, port } = options
  const repository = Repository.fromRepositoryName(scope, `Image-${name}`, options.repository)
  const tag = StringParameter.valueForStringParameter(scope, PARAMETERS.imageTag)
  return task.addContainer(name, {
    image: ContainerImage.fromEcrRepository(repository, tag),
    user: '1000:1000',
    readonlyRootFilesystem: true,
    stopTimeout: Duration.seconds(60),
    logging: LogDriver.awsLogs({ logGroup: context.logGroup, streamPrefix: name }),
    environment: {
      NODE_ENV: 'production',
      ...(port === undefined ? {} : { PORT: String(port) }),
      ...options.environment,
    },
    ...(options.secrets ? { secrets: options.secrets } : {}),
    ...(options.command ? { command: options.command } : {}),
    ...(port === undefined
      ? {}
      : {
          portMappings: [{ containerPort: port, name }],
          healthCheck: {
            command: ['CMD', 'node', '-e', probe(port)],
            interval: Duration.seconds(15),
            timeout: Duration.seconds(5),
            retries: 3,
            startPeriod: Duration.seconds(60),
          },
        }),
  })
}

/** The image has no curl; it has Node. */
function probe(port: number): string {
  return `fetch('http://127.0.0.1:${port}/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`
}

/** Fargate's ephemeral storage under a read-only root; the agent of ECS Exec writes to the last two. */
function mount(
  container: ContainerDefinition,
  task: FargateTaskDefinition,
  paths: Readonly<Record<string, string>>,
): void {
  const all = { ...paths, '/var/lib/amazon/ssm': 'ssm-state', '/var/log/amazon/ssm': 'ssm-log' }
  for (const [containerPath, name] of Object.entries(all)) {
    task.addVolume({ name })
    container.addMountPoints({ containerPath, sourceVolume: name, readOnly: false })
  }
}

function mountDocuments(container: ContainerDefinition, task: FargateTaskDefinition, imports: Imports): void {
  task.addVolume({
    name: 'documents',
    efsVolumeConfiguration: {
      fileSystemId: imports.fileSystemId,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: imports.fileAccessPointId, iam: 'ENABLED' },
    },
  })
  container.addMountPoints({ containerPath: DATA_DIRECTORY, sourceVolume: 'documents', readOnly: false })
}

function backendVariables(kind: BackendTaskKind, context: TaskContext): Record<string, string> {
  const { settings, imports, publicUrl } = context
  const { site } = settings
  return {
    HOST: '0.0.0.0',
    SEMIONT_ROLE: kind === 'worker' ? 'worker' : 'api',
    SEMIONT_PUBLIC_URL: publicUrl,
    SEMIONT_DATA_DIR: DATA_DIRECTORY,
    SEMIONT_SITE: JSON.stringify({
      name: site.name,
      oauthAllowedDomains: site.oauthAllowedDomains,
      adminEmail: site.adminEmail,
    }),
    // The load balancer and CloudFront's interfaces have addresses of the network; the next one further out is the visitor.
    SEMIONT_TRUSTED_PROXIES: `loopback,${imports.vpcCidr}`,
    DATABASE_POOL_SIZE: String(settings.database.poolSize),
    LOG_LEVEL: settings.logs.level,
    DB_HOST: imports.databaseHost,
    DB_PORT: imports.databasePort,
    DB_NAME: NAMES.database,
    DB_SSL: 'verify-full',
    // Both users of the rotation act as this one, so that what either makes belongs to both.
    ...(kind === 'bootstrap' ? {} : { DB_ROLE: NAMES.databaseUser }),
  }
}

function backendSecrets(kind: BackendTaskKind, { secrets }: Imports): Record<string, ContainerSecret> {
  const administrator = secrets.databaseAdministrator
  return {
    ...(kind === 'bootstrap'
      ? {
          DB_ADMIN_USER: ContainerSecret.fromSecretsManager(administrator, 'username'),
          DB_ADMIN_PASSWORD: ContainerSecret.fromSecretsManager(administrator, 'password'),
        }
      : {}),
    DB_USER: ContainerSecret.fromSecretsManager(secrets.database, 'username'),
    DB_PASSWORD: ContainerSecret.fromSecretsManager(secrets.database, 'password'),
    JWT_KEYS: ContainerSecret.fromSecretsManager(secrets.jwt),
    OIDC_PROVIDERS: ContainerSecret.fromSecretsManager(secrets.oauth),
  }
}
