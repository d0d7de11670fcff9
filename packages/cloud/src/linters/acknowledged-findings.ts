import type { Acknowledgement } from '../rules/acknowledgement.ts'

const UNTIL = '2027-11-01'

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
  {
    id: 'CKV_AWS_111',
    path: 'SemiontInfraStack/AccessPolicydeploymentTasks',
    reason: 'ecs:CreateCluster and ecs:DeregisterTaskDefinition know no resource.',
    owner: 'security',
    until: UNTIL,
  },
  {
    id: 'W3005',
    path: 'SemiontInfraStack/Trail',
    reason: 'The CDK names a dependency twice; CloudFormation does not mind.',
    owner: 'platform',
    until: UNTIL,
  },
]
