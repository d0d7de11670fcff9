import type { AwsSettings } from '@semiont/config'
import { Duration } from 'aws-cdk-lib'
import { Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import type { FargateService } from 'aws-cdk-lib/aws-ecs'
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  DesyncMitigationMode,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  SslPolicy,
  TargetGroupLoadBalancingAlgorithmType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { Construct } from 'constructs'
import { PORTS } from '@semiont/config/aws-names'
import type { Imports } from './imports.ts'
import type { Services } from './services.ts'

export interface Routes {
  readonly frontend: ApplicationTargetGroup
  readonly backend: ApplicationTargetGroup
}

/**
 * Inside the network, so that nothing but CloudFront's own interfaces there reach it: not a secret header, but no way at all
 * around CloudFront and its rules.
 */
export function createLoadBalancer(
  scope: Construct,
  { imports, aws }: { imports: Imports; aws: AwsSettings },
): ApplicationLoadBalancer {
  const securityGroup = new SecurityGroup(scope, 'SecurityGroup-balancer', {
    vpc: imports.vpc,
    description: 'Load balancer of Semiont',
  })
  securityGroup.addIngressRule(Peer.ipv4(imports.vpcCidr), Port.tcp(portOf(aws)), 'From the interfaces of CloudFront')
  const balancer = new ApplicationLoadBalancer(scope, 'LoadBalancer', {
    loadBalancerName: 'semiont',
    vpc: imports.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    internetFacing: false,
    securityGroup,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: DesyncMitigationMode.STRICTEST,
    deletionProtection: true,
    idleTimeout: Duration.seconds(60),
  })
  balancer.logAccessLogs(imports.accessLogs, 'load-balancer')
  return balancer
}

/** Everything under /api goes to the backend, the rest to the frontend. */
export function addRoutes(
  scope: Construct,
  {
    balancer,
    services,
    imports,
    aws,
  }: { balancer: ApplicationLoadBalancer; services: Services; imports: Imports; aws: AwsSettings },
): Routes {
  const frontend = createTargetGroup(scope, 'frontend', services.frontend, imports)
  const backend = createTargetGroup(scope, 'backend', services.backend, imports)
  const listener = balancer.addListener('Listener', {
    port: portOf(aws),
    open: false,
    ...(aws.certificateArn === undefined
      ? { protocol: ApplicationProtocol.HTTP }
      : {
          protocol: ApplicationProtocol.HTTPS,
          certificates: [ListenerCertificate.fromArn(aws.certificateArn)],
          sslPolicy: SslPolicy.TLS13_RES,
        }),
    defaultAction: ListenerAction.forward([frontend]),
  })
  listener.addAction('Api', {
    priority: 10,
    conditions: [ListenerCondition.pathPatterns(['/api', '/api/*'])],
    action: ListenerAction.forward([backend]),
  })
  return { frontend, backend }
}

function portOf(aws: AwsSettings): number {
  return aws.certificateArn === undefined ? 80 : 443
}

function createTargetGroup(
  scope: Construct,
  name: 'frontend' | 'backend',
  service: FargateService,
  imports: Imports,
): ApplicationTargetGroup {
  return new ApplicationTargetGroup(scope, `TargetGroup-${name}`, {
    targetGroupName: `semiont-${name}`,
    vpc: imports.vpc,
    port: PORTS[name],
    protocol: ApplicationProtocol.HTTP,
    targets: [service.loadBalancerTarget({ containerName: name, containerPort: PORTS[name] })],
    loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    deregistrationDelay: Duration.seconds(60),
    healthCheck: {
      path: '/api/health',
      healthyHttpCodes: '200',
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  })
}
