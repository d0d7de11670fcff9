import type { Acknowledgement } from '../rules/acknowledgement.ts'

const UNTIL = '2027-11-01'

const FUNCTIONS = ['SemiontAppStack/ArchiveLogs', 'SemiontAppStack/CostWatch', 'SemiontInfraStack/ValidateRestore']

const OF_FUNCTIONS = {
  CKV_AWS_45: 'Its variables hold names and settings; the rule takes a long JSON text for a secret.',
  CKV_AWS_115: 'Runs once a day at most, never twice at once; a reserved share would be missing elsewhere.',
  CKV_AWS_117: 'Asks AWS’s own services alone; in the network it would need a way out again.',
  CKV_AWS_173: 'Its variables hold names and settings, and are encrypted under the key AWS keeps for it.',
  W3005: 'The CDK names a dependency twice; CloudFormation does not mind.',
}

/** What cfn-lint and checkov say and we accept; `path` is the beginning of stack and logical id. */
export const ACKNOWLEDGED_FINDINGS: readonly Acknowledgement[] = [
  {
    id: 'CKV_AWS_18',
    path: 'SemiontInfraStack/AccessLogs',
    reason: 'It is the bucket of the access logs; logging its own accesses into itself would never end.',
    owner: 'security',
    until: UNTIL,
  },
  {
    id: 'CKV_AWS_157',
    path: 'SemiontInfraStack/Database',
    reason: 'A setting: aws.database.multiAz. The smallest environment does without a standby.',
    owner: 'database',
    until: UNTIL,
  },
  {
    id: 'CKV_AWS_2',
    path: 'SemiontAppStack/LoadBalancerListener',
    reason:
      'Only without a domain of its own, and inside the network: from CloudFront’s interfaces there to the load balancer.',
    owner: 'security',
    until: UNTIL,
  },
  {
    id: 'CKV_AWS_103',
    path: 'SemiontAppStack/LoadBalancerListener',
    reason: 'As CKV_AWS_2: with a certificate the listener speaks TLS 1.2 or newer.',
    owner: 'security',
    until: UNTIL,
  },
  {
    id: 'CKV_AWS_68',
    path: 'SemiontAppStack/Distribution',
    reason: 'The regional firewall stands behind CloudFront, and there is no way around CloudFront to the origin.',
    owner: 'security',
    until: UNTIL,
  },
  {
    id: 'CKV_AWS_174',
    path: 'SemiontAppStack/Distribution',
    reason: 'Without a domain CloudFront’s own certificate decides; with one the version is 1.2 or newer.',
    owner: 'security',
    until: UNTIL,
  },
  ...['CKV_AWS_109', 'CKV_AWS_111'].map(
    (id): Acknowledgement => ({
      id,
      path: 'SemiontInfraStack/AccessBoundary',
      reason: 'A permissions boundary: it limits roles that have policies of their own, and grants nothing by itself.',
      owner: 'security',
      until: UNTIL,
    }),
  ),
  ...['deploymentTasks', 'deploymentEntrance'].map(
    (policy): Acknowledgement => ({
      id: 'CKV_AWS_111',
      path: `SemiontInfraStack/AccessPolicy${policy}`,
      reason:
        'Calls that know no resource: what CloudFront makes, a task definition to forget, the end of a restore test.',
      owner: 'security',
      until: UNTIL,
    }),
  ),
  {
    id: 'CKV_AWS_27',
    path: 'SemiontInfraStack/FailedCalls',
    reason: 'Encrypted with the key that SQS keeps; what is in it are events of AWS Backup, with no content of ours.',
    owner: 'platform',
    until: UNTIL,
  },
  ...Object.entries(OF_FUNCTIONS).flatMap(([id, reason]) =>
    FUNCTIONS.map((path): Acknowledgement => ({ id, path, reason, owner: 'platform', until: UNTIL })),
  ),
  {
    id: 'W3005',
    path: 'SemiontInfraStack/Trail',
    reason: 'The CDK names a dependency twice; CloudFormation does not mind.',
    owner: 'platform',
    until: UNTIL,
  },
]
