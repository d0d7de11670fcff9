/** Types of resources that hold what cannot be made again from a template, and what that is. */
const STATEFUL_TYPES: Readonly<Record<string, string>> = {
  'AWS::RDS::DBInstance': 'the database',
  'AWS::RDS::DBCluster': 'the database',
  'AWS::RDS::DBSubnetGroup': 'the place of the database in the network',
  'AWS::EFS::FileSystem': 'the bytes of all documents',
  'AWS::EFS::AccessPoint': 'the way to the bytes of documents',
  'AWS::KMS::Key': 'a key without which what it encrypted is lost',
  'AWS::SecretsManager::Secret': 'a secret',
  'AWS::S3::Bucket': 'archived logs and records',
  'AWS::S3Express::DirectoryBucket': 'stored objects',
  'AWS::Backup::BackupVault': 'the backups',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::ECR::Repository': 'the images that a rollback needs',
  'AWS::DynamoDB::Table': 'records',
  'AWS::DynamoDB::GlobalTable': 'records',
  'AWS::SQS::Queue': 'messages that nobody has read yet',
  'AWS::CloudTrail::Trail': 'the unbroken record of calls',
}

/** What a resource of this type holds (`the database`); undefined for one that can be made again. */
export function stateIn(type: string): string | undefined {
  return STATEFUL_TYPES[type]
}
