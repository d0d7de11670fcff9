import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { retentionOf } from '../retention.ts'
import { createAlarms } from './alarms/index.ts'
import { createDashboard } from './dashboard.ts'
import { createEdge } from './edge.ts'
import { createFirewall } from './firewall.ts'
import { readImports } from './imports.ts'
import { addRoutes, createLoadBalancer } from './load-balancer.ts'
import { createBudget, createTopic, keepAlertHistory } from './notices.ts'
import { createMetricFilters } from './security-metrics.ts'
import { keepRolesWithin } from './role-limits.ts'
import { createScheduledFunctions } from './scheduled.ts'
import { createServices } from './services.ts'

export interface AppStackProps extends StackProps {
  readonly settings: EnvironmentSettings
  readonly aws: AwsSettings
  readonly environmentName: string
}

/** All that holds no state: services, the way in, and what watches them. Deployed often, rolled back alone. */
export class AppStack extends Stack {
  readonly #zones: number

  constructor(scope: Construct, id: string, { settings, aws, environmentName, ...props }: AppStackProps) {
    super(scope, id, { ...props, terminationProtection: true, description: 'Semiont: services and what watches them' })
    this.#zones = aws.network.availabilityZones
    Tags.of(this).add('semiont:environment', environmentName)
    keepRolesWithin(this)
    const imports = readImports(this, this.#zones)
    const logGroup = createLogGroup(this, 'LogGroup', 'SemiontLogGroup', aws, imports.logsKey)
    const execLogs = createLogGroup(this, 'ExecLogGroup', 'SemiontExecAudit', aws, imports.logsKey)
    const balancer = createLoadBalancer(this, { imports, aws })
    const webAcl = createFirewall(this, { aws, balancer, logsKey: imports.logsKey })
    const distribution = createEdge(this, { aws, balancer, imports })
    const publicUrl = `https://${aws.domain ?? distribution.distributionDomainName}`
    const services = createServices(this, { imports, aws, settings, publicUrl, logGroup, execLogs })
    const routes = addRoutes(this, { balancer, services, imports, aws })

    const topic = createTopic(this, settings, imports.logsKey)
    const history = keepAlertHistory(this, { aws, logsKey: imports.logsKey })
    createMetricFilters(this, logGroup)
    const watched = { imports, services, balancer, routes, distribution }
    createAlarms(this, { ...watched, topic, aws, settings })
    const dashboard = createDashboard(this, { ...watched, logGroup })
    createBudget(this, { aws, topic })
    createScheduledFunctions(this, { aws, environmentName, logsKey: imports.logsKey, topic, logGroup })

    this.#print({
      SiteUrl: publicUrl,
      WebACLArn: webAcl.attrArn,
      FrontendTargetGroupArn: routes.frontend.targetGroupArn,
      BackendTargetGroupArn: routes.backend.targetGroupArn,
      SNSTopicArn: topic.topicArn,
      LogGroupName: logGroup.logGroupName,
      AlertHistoryLogGroupName: history.logGroupName,
      ExecAuditLogGroupName: execLogs.logGroupName,
      ClusterName: services.cluster.clusterName,
      FrontendServiceName: services.frontend.serviceName,
      BackendServiceName: services.backend.serviceName,
      WorkerServiceName: services.worker.serviceName,
      MigrationTaskDefinitionArn: services.migration.taskDefinitionArn,
      BootstrapTaskDefinitionArn: services.bootstrap.taskDefinitionArn,
      TaskSubnetIds: imports.vpc.privateSubnets.map(({ subnetId }) => subnetId).join(','),
      TaskSecurityGroupId: services.backend.connections.securityGroups[0]?.securityGroupId ?? '',
      LoadBalancerArn: balancer.loadBalancerArn,
      DistributionId: distribution.distributionId,
      DashboardName: dashboard.dashboardName,
    })
  }

  /** By number, not by name: which letters an account has is known only when it is deployed to. */
  override get availabilityZones(): string[] {
    return Array.from({ length: this.#zones ?? 2 }, (_, index) => Fn.select(index, Fn.getAzs()))
  }

  #print(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value })
  }
}

function createLogGroup(scope: Construct, id: string, name: string, aws: AwsSettings, key: IKey): ILogGroup {
  return new LogGroup(scope, id, {
    logGroupName: name,
    retention: retentionOf(aws.keep.logsDays),
    encryptionKey: key,
    removalPolicy: RemovalPolicy.RETAIN,
  })
}
