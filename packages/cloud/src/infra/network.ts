import type { AwsSettings } from '@semiont/config'
import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AclCidr,
  AclTraffic,
  Action,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  NetworkAcl,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  TrafficDirection,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { PORTS } from '@semiont/config/aws-names'
import { retentionOf } from '../retention.ts'
import type { Keys } from './keys.ts'

const ENDPOINT_SERVICES = {
  secretsmanager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  'ecr.api': InterfaceVpcEndpointAwsService.ECR,
  'ecr.dkr': InterfaceVpcEndpointAwsService.ECR_DOCKER,
  ssmmessages: InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  monitoring: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  sns: InterfaceVpcEndpointAwsService.SNS,
} as const

/**
 * Three kinds of subnets in each zone: public for the load balancer, private for tasks (out through NAT), isolated for the
 * database and the file system, which nothing but the private subnets can reach.
 */
export function createNetwork(scope: Construct, settings: AwsSettings, keys: Keys): Vpc {
  const { network, keep } = settings
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(network.cidr),
    maxAzs: network.availabilityZones,
    natGateways: Math.min(network.natGateways, network.availabilityZones),
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
      { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
      { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
    gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
  })
  const flowLogs = new LogGroup(scope, 'FlowLogGroup', {
    logGroupName: 'SemiontVpcFlowLogs',
    retention: retentionOf(keep.logsDays),
    encryptionKey: keys.logs,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  vpc.addFlowLog('FlowLog', {
    destination: FlowLogDestination.toCloudWatchLogs(flowLogs, createFlowLogRole(scope, flowLogs)),
    trafficType: FlowLogTrafficType.ALL,
  })
  const endpoints = new SecurityGroup(scope, 'EndpointsSecurityGroup', {
    vpc,
    description: 'Services of AWS inside the network',
    allowAllOutbound: false,
  })
  endpoints.addIngressRule(Peer.ipv4(network.cidr), Port.tcp(443), 'From the network')
  for (const name of network.interfaceEndpoints) {
    vpc.addInterfaceEndpoint(`Endpoint-${name.replace('.', '-')}`, {
      service: ENDPOINT_SERVICES[name],
      open: false,
      securityGroups: [endpoints],
      subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    })
  }
  guardIsolatedSubnets(scope, vpc)
  return vpc
}

function createFlowLogRole(scope: Construct, group: LogGroup): IRole {
  const policy = new ManagedPolicy(scope, 'FlowLogPolicy', {
    description: 'Flow logs write into their log group',
    statements: [
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [group.logGroupArn],
      }),
    ],
  })
  return new Role(scope, 'FlowLogRole', {
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
    managedPolicies: [policy],
  }).withoutPolicyUpdates()
}

/** A second lock beside the security groups: whatever else is allowed one day, only tasks reach the data, on two ports. */
function guardIsolatedSubnets(scope: Construct, vpc: Vpc): void {
  const acl = new NetworkAcl(scope, 'IsolatedAcl', {
    vpc,
    subnetSelection: { subnetType: SubnetType.PRIVATE_ISOLATED },
  })
  const EPHEMERAL = AclTraffic.tcpPortRange(1024, 65_535)
  vpc.privateSubnets.forEach((subnet: ISubnet, zone) => {
    const cidr = AclCidr.ipv4(subnet.ipv4CidrBlock)
    for (const [index, port] of [PORTS.database, PORTS.nfs].entries()) {
      acl.addEntry(`FromPrivate${zone}Port${port}`, {
        cidr,
        ruleNumber: 100 + zone * 10 + index,
        traffic: AclTraffic.tcpPort(port),
        direction: TrafficDirection.INGRESS,
        ruleAction: Action.ALLOW,
      })
    }
    acl.addEntry(`ToPrivate${zone}`, {
      cidr,
      ruleNumber: 100 + zone * 10,
      traffic: EPHEMERAL,
      direction: TrafficDirection.EGRESS,
      ruleAction: Action.ALLOW,
    })
  })
  // The standby of the database replicates through AWS's own network, not through these subnets.
}
