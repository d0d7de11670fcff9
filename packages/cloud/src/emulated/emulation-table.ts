/**
 * How each type of resource gets into the emulated account, and who answers which question about it. The page
 * docs/aws-emulation.md is made from it, so that nobody mistakes for proof what is none.
 */
export type Emulation =
  /** moto's CloudFormation makes it from the template, `without` the properties that make it fail. */
  | { readonly by: 'cloudformation'; readonly without?: readonly string[]; readonly lacks?: string }
  /** moto's CloudFormation leaves it out; it is made through moto's API from the same properties. */
  | { readonly by: 'api'; readonly lacks?: string }
  /** moto has nothing of the kind; it has an identifier, and no more. */
  | { readonly by: 'nothing'; readonly because: string }

const cloudformation: Emulation = { by: 'cloudformation' }
const api: Emulation = { by: 'api' }

export const RESOURCE_TYPES: Readonly<Record<string, Emulation>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': { by: 'api', lacks: 'never scales by itself' },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { by: 'api', lacks: 'never scales by itself' },
  'AWS::Backup::BackupPlan': { by: 'api', lacks: 'no job ever runs' },
  'AWS::Backup::BackupSelection': { by: 'nothing', because: 'moto has no selections; no job runs that would need one' },
  'AWS::Backup::BackupVault': { by: 'api', lacks: 'without its access policy' },
  'AWS::Backup::RestoreTestingPlan': { by: 'nothing', because: 'moto has no restore testing' },
  'AWS::Backup::RestoreTestingSelection': { by: 'nothing', because: 'moto has no restore testing' },
  'AWS::Budgets::Budget': { by: 'api', lacks: 'never notices spending' },
  'AWS::CloudFront::Distribution': { by: 'api', lacks: 'serves nothing' },
  'AWS::CloudFront::Function': { by: 'nothing', because: 'moto has no CloudFront functions' },
  'AWS::CloudFront::VpcOrigin': { by: 'nothing', because: 'moto has no VPC origins' },
  'AWS::CloudTrail::Trail': { by: 'api', lacks: 'records no call' },
  'AWS::CloudWatch::Alarm': { by: 'api', lacks: 'does not act when its state changes' },
  'AWS::CloudWatch::CompositeAlarm': { by: 'nothing', because: 'moto has no operation that makes one' },
  'AWS::CloudWatch::Dashboard': cloudformation,
  'AWS::Config::ConfigRule': { by: 'api', lacks: 'judges nothing' },
  'AWS::Config::ConfigurationRecorder': api,
  'AWS::Config::DeliveryChannel': api,
  'AWS::EC2::EIP': cloudformation,
  'AWS::EC2::FlowLog': cloudformation,
  'AWS::EC2::InternetGateway': cloudformation,
  'AWS::EC2::NatGateway': cloudformation,
  'AWS::EC2::NetworkAcl': api,
  'AWS::EC2::NetworkAclEntry': api,
  'AWS::EC2::Route': cloudformation,
  'AWS::EC2::RouteTable': cloudformation,
  'AWS::EC2::SecurityGroup': cloudformation,
  'AWS::EC2::SecurityGroupIngress': cloudformation,
  'AWS::EC2::Subnet': cloudformation,
  'AWS::EC2::SubnetNetworkAclAssociation': api,
  'AWS::EC2::SubnetRouteTableAssociation': cloudformation,
  'AWS::EC2::VPC': cloudformation,
  'AWS::EC2::VPCEndpoint': cloudformation,
  'AWS::EC2::VPCGatewayAttachment': cloudformation,
  'AWS::ECR::Repository': cloudformation,
  'AWS::ECS::Cluster': cloudformation,
  'AWS::ECS::Service': cloudformation,
  'AWS::ECS::TaskDefinition': cloudformation,
  'AWS::EFS::AccessPoint': api,
  'AWS::EFS::FileSystem': cloudformation,
  'AWS::EFS::MountTarget': cloudformation,
  'AWS::ElasticLoadBalancingV2::Listener': cloudformation,
  'AWS::ElasticLoadBalancingV2::ListenerRule': cloudformation,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': cloudformation,
  'AWS::ElasticLoadBalancingV2::TargetGroup': api,
  'AWS::Events::Rule': cloudformation,
  'AWS::IAM::ManagedPolicy': cloudformation,
  'AWS::IAM::Policy': cloudformation,
  'AWS::IAM::Role': cloudformation,
  'AWS::KMS::Alias': cloudformation,
  'AWS::KMS::Key': { by: 'cloudformation', without: ['Tags'] },
  'AWS::Logs::LogGroup': cloudformation,
  'AWS::Logs::MetricFilter': { by: 'api', lacks: 'counts nothing' },
  'AWS::Logs::ResourcePolicy': cloudformation,
  'AWS::RDS::DBInstance': { by: 'cloudformation', lacks: 'its port is 3306 as long as the template does not say one' },
  'AWS::RDS::DBParameterGroup': api,
  'AWS::RDS::DBSubnetGroup': cloudformation,
  'AWS::S3::Bucket': cloudformation,
  'AWS::S3::BucketPolicy': api,
  'AWS::SNS::Topic': cloudformation,
  'AWS::SNS::TopicPolicy': api,
  'AWS::SSM::Parameter': { by: 'cloudformation', without: ['Tags'] },
  'AWS::SecretsManager::ResourcePolicy': api,
  'AWS::SecretsManager::RotationSchedule': {
    by: 'api',
    lacks: 'the hosted rotation function is not made: a rotation changes the version, not the password',
  },
  'AWS::SecretsManager::Secret': api,
  'AWS::SecretsManager::SecretTargetAttachment': api,
  'AWS::WAFv2::LoggingConfiguration': { by: 'api', lacks: 'logs nothing' },
  'AWS::WAFv2::WebACL': { by: 'api', lacks: 'blocks nothing' },
  'AWS::WAFv2::WebACLAssociation': api,
}

/** Operations that moto lacks or answers otherwise than AWS: answered before they reach it, from what a test has said. */
export const RECORDED_OPERATIONS = {
  'application-autoscaling:DescribeScalingActivities': {
    answers: 'the activities that the test has put down for this resource',
    because: 'moto has no such operation',
  },
  'wafv2:GetSampledRequests': {
    answers:
      'the requests that the test has put down for this rule metric, none older than three hours, with the window that AWS makes of the asked one',
    because: 'moto has no such operation; that AWS reaches back three hours is from its API reference',
  },
  'ce:GetCostAndUsage': {
    answers: 'a ValidationException when the period is empty; every other question goes to moto',
    because: 'moto accepts any period; that AWS refuses an empty one is from its API reference',
  },
} as const

export type RecordedOperation = keyof typeof RECORDED_OPERATIONS
