import type { AwsSettings } from '@semiont/config'
import { Duration } from 'aws-cdk-lib'
import { CfnSecurityGroupIngress, type ISecurityGroup, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import {
  AvailabilityZoneRebalancing,
  Cluster,
  ContainerInsights,
  ExecuteCommandLogging,
  FargatePlatformVersion,
  FargateService,
  type FargateTaskDefinition,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { FIRST_STEP, NAMES, PORTS } from '@semiont/config/aws-names'
import type { Imports } from './imports.ts'
import { createTaskRoles } from './task-roles.ts'
import { createBackendTask, createFrontendTask, type TaskContext } from './tasks.ts'

export interface Services {
  readonly cluster: Cluster
  readonly frontend: FargateService
  readonly backend: FargateService
  readonly worker: FargateService
  /** Run once before each roll; `semiont deploy` waits for it. */
  readonly migration: FargateTaskDefinition
  /** Run once in the life of a database: makes the application's role. */
  readonly bootstrap: FargateTaskDefinition
}

export function createServices(
  scope: Construct,
  given: Omit<TaskContext, 'roles'> & { readonly execLogs: ILogGroup },
): Services {
  const { imports, aws, execLogs } = given
  const context: TaskContext = { ...given, roles: createTaskRoles(scope, given) }
  const cluster = new Cluster(scope, 'Cluster', {
    clusterName: NAMES.cluster,
    vpc: imports.vpc,
    containerInsightsV2: ContainerInsights.ENABLED,
    executeCommandConfiguration: {
      kmsKey: imports.logsKey,
      logging: ExecuteCommandLogging.OVERRIDE,
      logConfiguration: { cloudWatchLogGroup: execLogs, cloudWatchEncryptionEnabled: true },
    },
  })
  const make = (name: 'frontend' | 'backend' | 'worker', task: FargateTaskDefinition) =>
    createService(scope, { name, task, cluster, imports, scaling: aws.services[name] })
  const services = {
    cluster,
    frontend: make('frontend', createFrontendTask(scope, context)),
    backend: make('backend', createBackendTask(scope, 'backend', context)),
    worker: make('worker', createBackendTask(scope, 'worker', context)),
    migration: createBackendTask(scope, 'migrate', context),
    bootstrap: createBackendTask(scope, 'bootstrap', context),
  }
  for (const name of ['backend', 'worker'] as const) {
    const [group] = services[name].connections.securityGroups
    if (group) openData(scope, name, group, imports)
  }
  return services
}

interface ServiceOptions {
  readonly name: 'frontend' | 'backend' | 'worker'
  readonly task: FargateTaskDefinition
  readonly cluster: Cluster
  readonly imports: Imports
  readonly scaling: AwsSettings['services']['backend']
}

function createService(scope: Construct, { name, task, cluster, imports, scaling }: ServiceOptions): FargateService {
  const securityGroup = new SecurityGroup(scope, `SecurityGroup-${name}`, {
    vpc: imports.vpc,
    description: `Tasks of ${NAMES.services[name]}`,
  })
  const minimum = scope.node.tryGetContext(FIRST_STEP.name) === FIRST_STEP.stopped ? 0 : scaling.minimum
  const service = new FargateService(scope, `Service-${name}`, {
    cluster,
    serviceName: NAMES.services[name],
    taskDefinition: task,
    desiredCount: minimum,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    enableExecuteCommand: true,
    platformVersion: FargatePlatformVersion.LATEST,
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    propagateTags: PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
    assignPublicIp: false,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    securityGroups: [securityGroup],
    ...(name === 'worker' ? {} : { healthCheckGracePeriod: Duration.seconds(90) }),
  })
  const target = service.autoScaleTaskCount({ minCapacity: minimum, maxCapacity: scaling.maximum })
  const pace = { scaleOutCooldown: Duration.seconds(60), scaleInCooldown: Duration.minutes(5) }
  target.scaleOnCpuUtilization(`Cpu-${name}`, { targetUtilizationPercent: scaling.cpuPercent, ...pace })
  target.scaleOnMemoryUtilization(`Memory-${name}`, { targetUtilizationPercent: scaling.memoryPercent, ...pace })
  return service
}

/** The rules belong to this stack, though the groups they open are the other one's. */
function openData(scope: Construct, name: string, from: ISecurityGroup, imports: Imports): void {
  const doors = [
    ['Database', imports.databaseSecurityGroup, PORTS.database],
    ['Files', imports.fileSystemSecurityGroup, PORTS.nfs],
  ] as const
  for (const [id, group, port] of doors) {
    new CfnSecurityGroupIngress(scope, `${id}From-${name}`, {
      groupId: group.securityGroupId,
      sourceSecurityGroupId: from.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `From ${name}`,
    })
  }
}
