import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Watched } from '../metrics.ts'

export interface AlarmContext extends Watched {
  readonly topic: ITopic
  readonly aws: AwsSettings
  readonly settings: EnvironmentSettings
}
