import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Arns } from './arns.ts'
import { allow } from './statement.ts'

export interface DeploymentContext {
  readonly arns: Arns
  readonly vpc: string
  readonly boundary: string
  readonly keys: readonly string[]
}

/**
 * What CloudFormation needs to make, change and remove what is in the application stack. Which calls those are is what AWS
 * publishes with each type of resource (handler-permissions.json); a test holds this against it.
 */
export function deploymentStatements(context: DeploymentContext): Readonly<Record<string, PolicyStatement[]>> {
  return {
    Tasks: taskStatements(context.arns),
    Entrance: entranceStatements(context.arns),
    Watching: watchingStatements(context),
    Network: networkStatements(context),
    Roles: roleStatements(context),
  }
}

const TAGS = 'ListTagsForResource TagResource UntagResource'

function taskStatements(arns: Arns): PolicyStatement[] {
  return [
    allow(
      'Cluster',
      'ecs',
      `
        CreateCluster DeleteCluster DescribeClusters PutClusterCapacityProviders UpdateCluster
        UpdateClusterSettings ${TAGS}`,
      [arns.cluster],
    ),
    allow(
      'Services',
      'ecs',
      `
        CreateService DeleteService DescribeServices ListServiceDeployments UpdateService ${TAGS}`,
      [arns.services],
    ),
    allow('Rolls', 'ecs', 'DescribeServiceDeployments StopServiceDeployment', [arns.services, arns.serviceDeployments]),
    allow('TaskDefinitions', 'ecs', `RegisterTaskDefinition ${TAGS}`, [arns.taskDefinitions]),
    allow('TaskDefinitionsOfNoName', 'ecs', 'CreateCluster DeregisterTaskDefinition DescribeTaskDefinition', ['*']),
    allow(
      'Scaling',
      'application-autoscaling',
      `
        DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy PutScheduledAction
        RegisterScalableTarget ${TAGS}`,
      [arns.scalableTargets],
    ),
    allow(
      'LookAtScaling',
      'application-autoscaling',
      'DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions',
      ['*'],
    ),
    allow(
      'Functions',
      'lambda',
      `
        AddPermission CreateFunction DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig
        GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration GetFunctionEventInvokeConfig
        GetFunctionRecursionConfig GetFunctionScalingConfig GetPolicy GetRuntimeManagementConfig
        PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig PutFunctionRecursionConfig
        PutRuntimeManagementConfig RemovePermission TagResource UntagResource UpdateFunctionCode
        UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig ListTags`,
      [arns.functions],
    ),
    allow('CodeOfFunctions', 's3', 'GetObject GetObjectVersion', [`${arns.cdkAssets}/*`]),
    allow(
      'Schedules',
      'scheduler',
      `
        CreateSchedule DeleteSchedule GetSchedule UpdateSchedule CreateScheduleGroup DeleteScheduleGroup
        GetScheduleGroup ${TAGS}`,
      arns.schedules,
    ),
    allow(
      'Queues',
      'sqs',
      `
        CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue
        UntagQueue`,
      [arns.queues],
    ),
  ]
}

function entranceStatements(arns: Arns): PolicyStatement[] {
  return [
    allow(
      'Balancer',
      'elasticloadbalancing',
      `
        AddTags CreateListener CreateLoadBalancer CreateRule CreateTargetGroup CreateWebACLAssociation
        DeleteListener DeleteLoadBalancer DeleteRule DeleteTargetGroup DeleteWebACLAssociation
        DeregisterTargets GetLoadBalancerWebACL ModifyListener ModifyListenerAttributes
        ModifyLoadBalancerAttributes ModifyRule ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets
        RemoveTags SetIpAddressType SetRulePriorities SetSecurityGroups SetSubnets`,
      arns.loadBalancing,
    ),
    allow(
      'BalancersOfNoName',
      'elasticloadbalancing',
      `
        DescribeCapacityReservation DescribeListenerAttributes DescribeListeners
        DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeTags
        DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth SetWebACL`,
      ['*'],
    ),
    allow(
      'Firewall',
      'wafv2',
      `
        AssociateWebACL CreateWebACL DeleteLoggingConfiguration DeleteWebACL DisassociateWebACL
        GetLoggingConfiguration GetWebACL GetWebACLForResource PutLoggingConfiguration
        UpdateWebACL ${TAGS}`,
      [...arns.webAcl, arns.balancer],
    ),
    allow('EdgeOfNoName', 'cloudfront', 'CreateDistribution CreateFunction CreateVpcOrigin', ['*']),
    allow(
      'Edge',
      'cloudfront',
      `
        DeleteDistribution GetDistribution GetDistributionConfig UpdateDistribution ${TAGS}`,
      [arns.distributions],
    ),
    allow(
      'EdgeFunctions',
      'cloudfront',
      `
        DeleteFunction DescribeFunction GetFunction PublishFunction UpdateFunction ${TAGS}`,
      [arns.edgeFunctions],
    ),
    allow('WayToTheBalancer', 'cloudfront', `DeleteVpcOrigin GetVpcOrigin UpdateVpcOrigin ${TAGS}`, [arns.vpcOrigins]),
    allow('AccessLogsOfTheEdge', 's3', 'GetBucketAcl PutBucketAcl', [arns.accessLogs]),
    allow('Certificates', 'acm', 'DescribeCertificate ListCertificates', ['*']),
  ]
}

function watchingStatements({ arns, keys }: DeploymentContext): PolicyStatement[] {
  return [
    allow('Alarms', 'cloudwatch', `DeleteAlarms DescribeAlarms PutCompositeAlarm PutMetricAlarm ${TAGS}`, [
      arns.alarms,
    ]),
    allow('MetricsOfAlarms', 'cloudwatch', 'GetMetricData', ['*']),
    allow('Dashboard', 'cloudwatch', `DeleteDashboards GetDashboard PutDashboard ${TAGS}`, [arns.dashboard]),
    allow(
      'LogGroups',
      'logs',
      `
        AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy
        DescribeMetricFilters GetDataProtectionPolicy PutMetricFilter PutRetentionPolicy
        ${TAGS}`,
      arns.applicationLogGroups.flatMap((group) => [group, `${group}:*`]),
    ),
    allow(
      'LogsOfNoName',
      'logs',
      `
        CreateLogDelivery DeleteLogDelivery DeleteResourcePolicy DescribeIndexPolicies DescribeLogGroups
        DescribeResourcePolicies PutResourcePolicy`,
      ['*'],
    ),
    allow(
      'Topic',
      'sns',
      `
        CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic
        SetTopicAttributes Subscribe ${TAGS}`,
      [arns.topic],
    ),
    allow('Subscriptions', 'sns', 'GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe', ['*']),
    allow('Rules', 'events', `DeleteRule DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets ${TAGS}`, [
      arns.rules,
    ]),
    allow('Budget', 'budgets', `ModifyBudget ViewBudget ${TAGS}`, [arns.budget]),
    allow('Parameters', 'ssm', 'GetParameter GetParameters', [arns.parameters.all]),
    allow('Keys', 'kms', 'DescribeKey', [...keys]),
  ]
}

function networkStatements({ arns, vpc }: DeploymentContext): PolicyStatement[] {
  const rules = `
    AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress RevokeSecurityGroupEgress RevokeSecurityGroupIngress
    UpdateSecurityGroupRuleDescriptionsEgress UpdateSecurityGroupRuleDescriptionsIngress`
  return [
    allow('SecurityGroups', 'ec2', `CreateSecurityGroup CreateTags DeleteSecurityGroup DeleteTags ${rules}`, [
      arns.securityGroups,
      arns.securityGroupRules,
      vpc,
    ]),
    allow(
      'LookAtTheNetwork',
      'ec2',
      `
        DescribeInstances DescribeInternetGateways DescribeNetworkInterfaces DescribeSecurityGroupRules
        DescribeSecurityGroups DescribeSubnets DescribeVpcs`,
      ['*'],
    ),
  ]
}

/** Roles under one path, each within the boundary: who deploys cannot make a role that may do more than the services need. */
function roleStatements({ arns, boundary }: DeploymentContext): PolicyStatement[] {
  const within = { StringEquals: { 'iam:PermissionsBoundary': boundary } }
  return [
    allow(
      'RolesWithinTheBoundary',
      'iam',
      `
        AttachRolePolicy CreateRole DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy`,
      [arns.appRoles],
      within,
    ),
    allow(
      'RolesThatAreThere',
      'iam',
      `
        DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies TagRole
        UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`,
      [arns.appRoles],
    ),
    allow(
      'Policies',
      'iam',
      `
        CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion
        ListEntitiesForPolicy ListPolicyVersions`,
      [arns.appPolicies],
    ),
    allow('HandRolesOver', 'iam', 'PassRole', [arns.appRoles], {
      StringEquals: { 'iam:PassedToService': HANDED_TO },
    }),
    allow('RolesOfServices', 'iam', 'CreateServiceLinkedRole', [arns.serviceLinkedRoles], {
      StringEquals: { 'iam:AWSServiceName': LINKED },
    }),
  ]
}

const HANDED_TO = ['ecs-tasks', 'lambda', 'scheduler', 'events'].map((service) => `${service}.amazonaws.com`)
const LINKED = ['ecs', 'ecs.application-autoscaling', 'elasticloadbalancing', 'wafv2', 'vpcorigin.cloudfront'].map(
  (service) => `${service}.amazonaws.com`,
)
