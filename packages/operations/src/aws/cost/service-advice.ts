/** By a part of the name under which AWS bills, the first that fits: what makes it rise, and what to type. */
const ADVICE: readonly (readonly [part: string, advice: string])[] = [
  ['Container Service', 'More or larger tasks. See semiont scaling, and aws.services.*.maximum.'],
  ['Container Registry', 'More images are kept, or pulled past the network endpoint.'],
  [
    'Relational Database',
    'A larger instance, a standby, more storage or longer backups: semiont configure get aws.database',
  ],
  ['Elastic File System', 'More documents, or much read and written: semiont check --service storage'],
  ['EC2 - Other', 'NAT gateways and what passes them: aws.network.natGateways, aws.network.interfaceEndpoints.'],
  ['Elastic Load Balancing', 'More requests or longer connections; see the dashboard Semiont-Monitoring.'],
  ['Virtual Private Cloud', 'Interface endpoints cost by the hour and zone: aws.network.interfaceEndpoints.'],
  ['CloudWatch', 'More log lines, metrics or alarms: logs.level, aws.keep.logsDays, and semiont logs --since 1h.'],
  ['CloudFront', 'More visitors or less from the cache; see the dashboard Semiont-Monitoring.'],
  ['WAF', 'More requests; whether of people or of machines says semiont waf.'],
  ['Simple Storage', 'More log archives or fewer that are forgotten: aws.keep.archiveDays.'],
  ['Backup', 'More to back up, or kept longer: aws.keep.backupDays.'],
  ['CloudTrail', 'A second trail of the account records the same calls once more.'],
  ['Config', 'Many resources were changed; each change that is recorded costs.'],
  ['Key Management', 'More calls for keys, mostly by services that start.'],
  ['Secrets Manager', 'More secrets, or tasks that start again and again: semiont check'],
  ['Tax', 'It follows the other lines.'],
]

/** What to look at when a service of AWS has become dearer. */
export function adviceFor(service: string): string {
  return ADVICE.find(([part]) => service.includes(part))?.[1] ?? 'The console of Cost Explorer shows it by kind of use.'
}
