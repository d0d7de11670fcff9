import type { AwsSettings } from '@semiont/config'
import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** Bucket names are global, so without a name of its own it has account and region in it. */
export function logArchiveBucketName(scope: Construct, aws: Pick<AwsSettings, 'logArchiveBucket'>): string {
  const { account, region } = Stack.of(scope)
  return aws.logArchiveBucket ?? `semiont-log-archive-${account}-${region}`
}
