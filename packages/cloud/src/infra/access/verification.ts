import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Arns } from './arns.ts'
import { allow } from './statement.ts'

/** Calls that name no resource of ours: AWS answers them for the whole region, or not at all. */
const REGIONAL_READS = {
  acm: 'DescribeCertificate ListCertificates',
  'application-autoscaling': `
    DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies DescribeScheduledActions`,
  backup: `
    DescribeBackupJob DescribeBackupVault DescribeProtectedResource DescribeRecoveryPoint DescribeRestoreJob GetBackupPlan
    GetRestoreTestingPlan ListBackupJobs ListBackupPlans ListBackupSelections ListBackupVaults ListProtectedResources
    ListRecoveryPointsByBackupVault ListRecoveryPointsByResource ListRestoreJobs ListRestoreTestingPlans`,
  cloudtrail: 'DescribeTrails GetEventSelectors GetTrailStatus LookupEvents',
  cloudwatch: 'DescribeAlarmHistory DescribeAlarms GetMetricData GetMetricStatistics ListMetrics',
  config: `
    DescribeComplianceByConfigRule DescribeConfigRules DescribeConfigurationRecorderStatus DescribeConfigurationRecorders
    GetComplianceDetailsByConfigRule`,
  ec2: `
    DescribeNatGateways DescribeNetworkAcls DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets
    DescribeVpcEndpoints DescribeVpcs`,
  ecs: 'DescribeTaskDefinition ListServices ListTaskDefinitions',
  elasticfilesystem: `
    DescribeAccessPoints DescribeBackupPolicy DescribeFileSystems DescribeLifecycleConfiguration DescribeMountTargets`,
  elasticloadbalancing: `
    DescribeListeners DescribeLoadBalancers DescribeRules DescribeTargetGroups DescribeTargetHealth`,
  events: 'ListRules',
  health: 'DescribeEvents',
  logs: 'DescribeExportTasks DescribeLogGroups DescribeQueries GetQueryResults StopQuery',
  pi: 'DescribeDimensionKeys GetResourceMetrics',
  rds: `
    DescribeDBEngineVersions DescribeDBInstanceAutomatedBackups DescribeDBInstances DescribeDBSnapshots DescribeEvents
    DescribePendingMaintenanceActions ListTagsForResource`,
  secretsmanager: 'ListSecrets',
  ssm: 'DescribeParameters',
  wafv2: `
    DescribeManagedRuleGroup ListAvailableManagedRuleGroupVersions ListAvailableManagedRuleGroups ListWebACLs`,
}

/** What belongs to the account, or to no region. */
const GLOBAL_READS = {
  budgets: 'ViewBudget',
  ce: 'GetAnomalies GetCostAndUsage GetCostForecast GetDimensionValues',
  cloudfront: 'GetDistribution GetDistributionConfig ListDistributions',
  sts: 'GetCallerIdentity',
}

/** What `semiont check`, `watch`, `logs`, `cost`, `waf` and `scaling` ask. Nothing of it changes anything, or shows a secret. */
export function verificationStatements(
  arns: Arns,
  region: string,
  logsKey: string,
): Readonly<Record<string, PolicyStatement[]>> {
  const here = { StringEquals: { 'aws:RequestedRegion': region } }
  const survey = (reads: Readonly<Record<string, string>>, conditions = {}) =>
    Object.entries(reads).map(([service, names]) => allow('', service, names, ['*'], conditions))
  return {
    Survey: [...survey(REGIONAL_READS, here), ...survey(GLOBAL_READS)],
    Details: [...runningStatements(arns), ...watchedStatements(arns, region, logsKey)],
  }
}

function runningStatements(arns: Arns): PolicyStatement[] {
  const stacks = `
    DescribeChangeSet DescribeStackEvents DescribeStackResource DescribeStackResources DescribeStacks GetTemplate
    ListChangeSets ListStackResources`
  const services =
    'DescribeServiceDeployments DescribeServices DescribeTasks ListServiceDeployments ListTagsForResource'
  const images = 'DescribeImageScanFindings DescribeImages DescribeRepositories ListImages'
  return [
    allow('Stacks', 'cloudformation', stacks, [arns.stacks.infra, arns.stacks.app]),
    allow('Cluster', 'ecs', 'DescribeClusters', [arns.cluster]),
    allow('Services', 'ecs', services, [arns.services, arns.serviceDeployments, arns.tasks]),
    allow('Tasks', 'ecs', 'ListTasks', ['*'], { ArnEquals: { 'ecs:cluster': arns.cluster } }),
    allow('Images', 'ecr', images, [arns.repositories]),
    allow('Functions', 'lambda', 'GetFunctionConfiguration GetPolicy', [arns.functions]),
    allow('Parameters', 'ssm', 'GetParameter GetParameterHistory GetParameters GetParametersByPath', [
      arns.parameters.all,
    ]),
    allow('AboutSecrets', 'secretsmanager', 'DescribeSecret GetResourcePolicy ListSecretVersionIds', [arns.secrets]),
  ]
}

function watchedStatements(arns: Arns, region: string, logsKey: string): PolicyStatement[] {
  const logs = `
    DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters FilterLogEvents GetLogEvents GetLogGroupFields
    GetLogRecord StartLiveTail StartQuery`
  const firewall = `
    GetLoggingConfiguration GetSampledRequests GetWebACL GetWebACLForResource ListResourcesForWebACL`
  const buckets = 'GetBucketLocation GetBucketVersioning GetLifecycleConfiguration ListBucket'
  return [
    allow(
      'Logs',
      'logs',
      logs,
      arns.logGroups.flatMap((group) => [group, `${group}:*`]),
    ),
    allow('Firewall', 'wafv2', firewall, [...arns.webAcl, arns.balancer]),
    allow('Topic', 'sns', 'GetTopicAttributes ListSubscriptionsByTopic', [arns.topic]),
    allow('Rules', 'events', 'DescribeRule ListTargetsByRule', [arns.rules]),
    allow('Dashboard', 'cloudwatch', 'GetDashboard', [arns.dashboard]),
    allow('Buckets', 's3', buckets, [arns.logArchive, arns.accessLogs, arns.operations]),
    allow('AuditTrail', 's3', 'GetObject', [`${arns.operations}/audit/*`]),
    allow('KeyOfTheAuditTrail', 'kms', 'Decrypt', [logsKey], {
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    }),
  ]
}
