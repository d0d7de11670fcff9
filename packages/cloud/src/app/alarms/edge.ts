import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { NAMES } from '@semiont/config/aws-names'
import { edgeMetric, firewallMetric } from '../metrics.ts'
import type { Alarms } from './alarm.ts'
import type { AlarmContext } from './context.ts'

export function addEdgeAlarms(alarms: Alarms, { aws, distribution, settings }: AlarmContext, region: string): void {
  alarms.add('firewall-blocks', {
    means: 'The firewall turns away many requests of single visitors: an attack, or a limit that is too low.',
    runbook: 'firewall',
    metric: firewallMetric(NAMES.rateMetric, 'BlockedRequests', region),
    threshold: aws.requestsPerFiveMinutes,
  })
  // An alarm sees only metrics of its own region; certificates of CloudFront are in us-east-1.
  const certificates = {
    certificate: aws.certificateArn,
    'edge-certificate': region === 'us-east-1' ? aws.edgeCertificateArn : undefined,
  }
  for (const [name, certificateArn] of Object.entries(certificates)) {
    if (certificateArn === undefined) continue
    alarms.add(`${name}-expires`, {
      means: `The certificate ${name === 'certificate' ? 'of the load balancer' : 'of CloudFront'} expires soon and was not renewed by itself.`,
      runbook: 'certificate',
      metric: new Metric({
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensionsMap: { CertificateArn: certificateArn },
        statistic: 'Minimum',
        period: Duration.days(1),
      }),
      threshold: settings.monitoring.thresholds.certificateDays,
      periods: 1,
      below: true,
    })
  }
  // An alarm sees only metrics of its own region, and CloudFront reports to us-east-1.
  if (region !== 'us-east-1') return
  alarms.add('edge-failures', {
    means: 'CloudFront answers with failures.',
    runbook: 'down',
    metric: edgeMetric(distribution, '5xxErrorRate'),
    threshold: 5,
  })
}
