/** List prices in US dollars, before taxes, discounts and free tiers, as known on this day. To be checked before one relies on them. */
export const PRICES_OF = '2026-11-24'

export const REGIONS = ['eu-central-1', 'us-east-1'] as const
export type Region = (typeof REGIONS)[number]

/** A month of 365/12 days. */
export const HOURS_OF_MONTH = 730

export interface Price {
  /** What one of it is: of `hour` there are 730 in a month. */
  readonly per: 'hour' | 'month' | 'GB' | 'GB-month' | 'million' | 'ten thousand' | 'thousand' | 'one'
  readonly usd: Readonly<Record<Region, number>>
}

const price = (per: Price['per'], frankfurt: number, virginia = frankfurt): Price => ({
  per,
  usd: { 'eu-central-1': frankfurt, 'us-east-1': virginia },
})

export const PRICES = {
  'Fargate, processor (arm64)': price('hour', 0.03725, 0.03238),
  'Fargate, GB of memory (arm64)': price('hour', 0.00409, 0.00356),
  'RDS PostgreSQL, t4g.micro': price('hour', 0.018, 0.016),
  'RDS PostgreSQL, t4g.small': price('hour', 0.037, 0.032),
  'RDS PostgreSQL, t4g.medium': price('hour', 0.074, 0.065),
  'RDS PostgreSQL, m7g.large': price('hour', 0.199, 0.168),
  'RDS storage, gp3': price('GB-month', 0.137, 0.115),
  'NAT gateway': price('hour', 0.052, 0.045),
  'NAT gateway, traffic': price('GB', 0.052, 0.045),
  'Public IPv4 address': price('hour', 0.005),
  'Interface endpoint, in one zone': price('hour', 0.012, 0.01),
  'Application load balancer': price('hour', 0.027, 0.0225),
  'Load balancer capacity unit': price('hour', 0.008),
  'EFS, standard': price('GB-month', 0.36, 0.3),
  'EFS, elastic throughput': price('GB', 0.05, 0.04),
  'EFS, provisioned MiB/s': price('month', 7.2, 6),
  'KMS key': price('month', 1),
  Secret: price('month', 0.4),
  'WAF, web ACL': price('month', 5),
  'WAF, rule or rule group': price('month', 1),
  'WAF, requests': price('million', 0.6),
  'CloudWatch alarm, metric': price('month', 0.1),
  'CloudWatch alarm, composite': price('month', 0.5),
  'CloudWatch dashboard': price('month', 3),
  'CloudWatch custom metric': price('month', 0.3),
  'CloudWatch Logs, written': price('GB', 0.63, 0.5),
  'CloudWatch Logs, kept': price('GB-month', 0.0324, 0.03),
  'Config, change of a resource': price('thousand', 3),
  'Config, judgement of a rule': price('thousand', 1),
  'Backup of the database': price('GB-month', 0.103, 0.095),
  'Backup of the files': price('GB-month', 0.06, 0.05),
  'S3, standard': price('GB-month', 0.0245, 0.023),
  'Images in ECR': price('GB-month', 0.1),
  'CloudFront, traffic in Europe and North America': price('GB', 0.085),
  'CloudFront, HTTPS requests': price('ten thousand', 0.012, 0.01),
  'CloudFront function': price('million', 0.1),
} as const satisfies Readonly<Record<string, Price>>

export type PriceName = keyof typeof PRICES
