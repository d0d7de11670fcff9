import { HOURS_OF_MONTH, type PriceName, PRICES, type Region } from './prices.ts'
import { USAGE, USED } from './usage.ts'

export interface CostResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}
type Resources = Readonly<Record<string, CostResource>>

/** How many of something are paid for: hours' worth of it, or of its own unit. */
export type Quantity = readonly [PriceName, number]
type Pricing = (properties: Readonly<Record<string, unknown>>, resources: Resources) => readonly Quantity[]

const one =
  (name: PriceName): Pricing =>
  () => [[name, 1]]
const length = (value: unknown) => (Array.isArray(value) ? value.length : 0)

/** The types of both stacks that cost something for being there. */
const PRICED: Readonly<Record<string, Pricing>> = {
  'AWS::CloudWatch::Alarm': ({ Metrics }) => [['CloudWatch alarm, metric', metricsOf(Metrics)]],
  'AWS::CloudWatch::CompositeAlarm': one('CloudWatch alarm, composite'),
  'AWS::CloudWatch::Dashboard': one('CloudWatch dashboard'),
  'AWS::EC2::EIP': one('Public IPv4 address'),
  'AWS::EC2::NatGateway': one('NAT gateway'),
  'AWS::EC2::VPCEndpoint': ({ VpcEndpointType, SubnetIds }) =>
    VpcEndpointType === 'Interface' ? [['Interface endpoint, in one zone', length(SubnetIds)]] : [],
  'AWS::ECS::Cluster': () => [['CloudWatch custom metric', USAGE.metricsOfCluster]],
  'AWS::ECS::Service': serviceCosts,
  'AWS::EFS::FileSystem': ({ ThroughputMode, ProvisionedThroughputInMibps }) =>
    ThroughputMode === 'provisioned'
      ? [['EFS, provisioned MiB/s', Number(ProvisionedThroughputInMibps)]]
      : [['EFS, elastic throughput', ThroughputMode === 'elastic' ? USAGE.gigabytesOfDocuments * 2 : 0]],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': one('Application load balancer'),
  'AWS::KMS::Key': one('KMS key'),
  'AWS::Logs::MetricFilter': one('CloudWatch custom metric'),
  'AWS::RDS::DBInstance': databaseCosts,
  'AWS::SecretsManager::Secret': one('Secret'),
  'AWS::WAFv2::WebACL': ({ Rules }) => [
    ['WAF, web ACL', 1],
    ['WAF, rule or rule group', length(Rules)],
  ],
}

/** Types that cost nothing for being there, or only what USED counts for all of them. */
export const FREE: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling': 'free; the tasks it adds are not',
  'AWS::Backup': 'paid by what is kept',
  'AWS::Budgets': 'free without actions',
  'AWS::CloudFront': 'paid by traffic and requests',
  'AWS::CloudTrail': 'the first copy of management events is free',
  'AWS::Config': 'paid by changes and verdicts',
  'AWS::EC2': 'networks, routes, security groups and flow logs are free; the lines of flow logs are log lines',
  'AWS::ECR': 'paid by what is kept',
  'AWS::ECS::TaskDefinition': 'paid by the tasks that run',
  'AWS::EFS': 'mount targets and access points are free',
  'AWS::ElasticLoadBalancingV2': 'part of the load balancer',
  'AWS::Events': 'events of AWS’s own services are free',
  'AWS::IAM': 'free',
  'AWS::KMS::Alias': 'free',
  'AWS::Lambda': 'some runs a week, a fraction of a cent',
  'AWS::Logs': 'paid by lines',
  'AWS::RDS': 'parameter and subnet groups are free',
  'AWS::S3': 'paid by what is kept',
  'AWS::SNS': 'the first thousand e-mails of a month are free',
  'AWS::SQS': 'the first million calls of a month are free',
  'AWS::SSM::Parameter': 'standard parameters are free',
  'AWS::Scheduler': 'the first fourteen million calls of a month are free',
  'AWS::SecretsManager': 'part of the secret; rotation runs once a month',
  'AWS::WAFv2': 'part of the web ACL',
}

/** Types that nobody has decided about: neither priced nor free. */
export function undecidedTypes(resources: Resources): string[] {
  const types = new Set(Object.values(resources).map(({ Type }) => Type))
  return [...types].filter((type) => PRICED[type] === undefined && freeOf(type) === undefined)
}

/** The longest of the names in FREE that the type begins with. */
function freeOf(type: string): string | undefined {
  return FREE[type] ?? FREE[type.split('::').slice(0, 2).join('::')]
}

/** What both stacks are paid for in a month, added up by price. */
export function quantitiesOf(resources: Resources): Map<PriceName, number> {
  const all = Object.values(resources).flatMap(
    ({ Type, Properties = {} }) => PRICED[Type]?.(Properties, resources) ?? [],
  )
  const sums = new Map<PriceName, number>()
  for (const [name, quantity] of [...all, ...USED]) if (quantity > 0) sums.set(name, (sums.get(name) ?? 0) + quantity)
  return sums
}

/** US dollars a month. */
export function monthlyCost(name: PriceName, quantity: number, region: Region): number {
  const { per, usd } = PRICES[name]
  return usd[region] * quantity * (per === 'hour' ? HOURS_OF_MONTH : 1)
}

/** Each metric of an alarm is paid for; what is computed from them is not. */
function metricsOf(metrics: unknown): number {
  if (!Array.isArray(metrics)) return 1
  return metrics.filter((metric: Readonly<Record<string, unknown>>) => metric['MetricStat'] !== undefined).length
}

function serviceCosts(
  { DesiredCount, TaskDefinition }: Readonly<Record<string, unknown>>,
  resources: Resources,
): Quantity[] {
  const { Ref = '' } = TaskDefinition as { readonly Ref?: string }
  const { Cpu, Memory } = resources[Ref]?.Properties ?? {}
  const tasks = Number(DesiredCount)
  return [
    ['Fargate, processor (arm64)', (tasks * Number(Cpu)) / 1024],
    ['Fargate, GB of memory (arm64)', (tasks * Number(Memory)) / 1024],
    ['CloudWatch custom metric', USAGE.metricsOfService],
  ]
}

/** @throws when the table has no price for the instance class */
function databaseCosts(properties: Readonly<Record<string, unknown>>): Quantity[] {
  const { DBInstanceClass, AllocatedStorage, MultiAZ } = properties
  const name = `RDS PostgreSQL, ${String(DBInstanceClass).replace(/^db\./, '')}`
  if (!isPriced(name)) throw new Error(`packages/cloud/src/costs/prices.ts has no price for ${name}.`)
  const copies = MultiAZ === true ? 2 : 1
  const gigabytes = Number(AllocatedStorage)
  return [
    [name, copies],
    ['RDS storage, gp3', copies * gigabytes],
    ['Backup of the database', 2 * gigabytes],
  ]
}

function isPriced(name: string): name is PriceName {
  return name in PRICES
}
