import type { PriceName } from './prices.ts'

/** What a small team does in a month; everything that is paid by use follows from these. */
export const USAGE = {
  requests: 1_000_000,
  gigabytesToVisitors: 20,
  gigabytesOfDocuments: 10,
  /** Lines of services and database, flow logs, firewall, container insights. */
  gigabytesOfLogs: 10,
  gigabytesThroughNat: 10,
  /** Versions of a resource that Config writes down, and verdicts of its rules. */
  configurationItems: 1_000,
  ruleVerdicts: 2_000,
  gigabytesInBuckets: 20,
  gigabytesOfImages: 5,
  /** Container Insights: what a cluster and each of its services reports. */
  metricsOfCluster: 8,
  metricsOfService: 11,
} as const

/** In words, with what they stand for. */
export const ASSUMPTIONS: readonly string[] = [
  'A month has 730 hours. Services run the tasks they always run (`minimum`); what scaling adds is not in it.',
  `${USAGE.requests.toLocaleString('en')} requests and ${USAGE.gigabytesToVisitors} GB to visitors a month.`,
  `${USAGE.gigabytesOfDocuments} GB of documents, all in the standard class, read and written once a month.`,
  `${USAGE.gigabytesOfLogs} GB of log lines a month, kept for a quarter; ${USAGE.gigabytesThroughNat} GB through NAT.`,
  'Backups hold twice the bytes of documents and of the database’s storage.',
  `${USAGE.configurationItems.toLocaleString('en')} changes of resources and ${USAGE.ruleVerdicts.toLocaleString('en')} verdicts of rules in Config.`,
  'One trail in the account: the first copy of its management events is free.',
  'No free tier, no Savings Plan, no reserved instance, no tax; no language model of a provider.',
  'Restore tests run a copy of the database for some hours a week; that and the test itself are not in it.',
]

/** What is paid by use and belongs to no single resource: once for each environment. */
export const USED: readonly (readonly [PriceName, number])[] = [
  ['NAT gateway, traffic', USAGE.gigabytesThroughNat],
  ['Load balancer capacity unit', 1],
  ['EFS, standard', USAGE.gigabytesOfDocuments],
  ['WAF, requests', USAGE.requests / 1e6],
  ['CloudWatch Logs, written', USAGE.gigabytesOfLogs],
  ['CloudWatch Logs, kept', USAGE.gigabytesOfLogs * 3],
  ['Config, change of a resource', USAGE.configurationItems / 1e3],
  ['Config, judgement of a rule', USAGE.ruleVerdicts / 1e3],
  ['Backup of the files', USAGE.gigabytesOfDocuments * 2],
  ['S3, standard', USAGE.gigabytesInBuckets],
  ['Images in ECR', USAGE.gigabytesOfImages],
  ['CloudFront, traffic in Europe and North America', USAGE.gigabytesToVisitors],
  ['CloudFront, HTTPS requests', USAGE.requests / 1e4],
  ['CloudFront function', USAGE.requests / 1e6],
]
