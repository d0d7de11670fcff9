import { type Acknowledgement, acknowledgementsOf, type Place } from './acknowledgement.ts'

const YEAR_END = '2027-11-01'

export function nistAcknowledgements({ infra, app }: Place): Acknowledgement[] {
  const functions = [`${app}/ArchiveLogs`, `${app}/CostWatch`, `${infra}/ValidateRestore`]
  return acknowledgementsOf('NIST.800.53.R5', [
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'Records of one region stay there. Documents and database are copied elsewhere by their own backups.',
      findings: { S3BucketReplicationEnabled: [infra] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'The services that deliver logs here write with keys of S3, or cannot write with others.',
      findings: { S3DefaultEncryptionKMS: [`${infra}/AccessLogs`, `${infra}/LogArchive`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Nothing uses that group; closing it would take a function that may change security groups.',
      findings: { VPCDefaultSecurityGroupClosed: [`${infra}/Vpc`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'The public subnets hold the NAT gateways and nothing else; without that route they would lead nowhere.',
      findings: { VPCNoUnrestrictedRouteToIGW: [`${infra}/Vpc`] },
    },
    {
      owner: 'platform',
      until: YEAR_END,
      reason: 'The CDK makes that role with the trail and offers no way to hand it another policy.',
      findings: { IAMNoInlinePolicy: [`${infra}/Trail`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'A permissions boundary: it limits roles that have policies of their own, and grants nothing by itself.',
      findings: { IAMPolicyNoStatementsWithFullAccess: [`${infra}/Access/Boundary`] },
    },
    {
      owner: 'platform',
      until: YEAR_END,
      reason:
        'Runs once a day at most, and asks AWS’s own services alone: nothing in the network, and never many at once.',
      findings: { LambdaConcurrency: functions, LambdaInsideVPC: functions },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Open to the network alone: its range is a parameter, which the rule cannot resolve.',
      findings: {
        EC2RestrictedCommonPorts: [`${app}/SecurityGroup-balancer`],
        EC2RestrictedSSH: [`${app}/SecurityGroup-balancer`],
      },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason: 'Rotated by `semiont configure set`, through a ring of keys; providers hand out their secrets to people.',
      findings: {
        SecretsManagerRotationEnabled: [`${infra}/JwtSecret`, `${infra}/OauthSecret`, `${infra}/ApplicationSecret`],
      },
    },
    {
      owner: 'database',
      until: YEAR_END,
      reason: 'Used by the rotation of the application’s user alone; changed with the yearly review.',
      findings: { SecretsManagerRotationEnabled: [`${infra}/DatabaseAdministrator`] },
    },
    {
      owner: 'database',
      until: YEAR_END,
      reason: 'A setting: aws.database.multiAz. The smallest environment does without a standby.',
      findings: { RDSMultiAZSupport: [`${infra}/Database`] },
    },
    {
      owner: 'security',
      until: YEAR_END,
      reason:
        'Only without a domain of its own, and inside the network: from CloudFront’s interfaces to the load balancer.',
      findings: {
        ALBHttpToHttpsRedirection: [`${app}/LoadBalancer`],
        ELBv2ACMCertificateRequired: [`${app}/LoadBalancer`],
      },
    },
  ])
}
