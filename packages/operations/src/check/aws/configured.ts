import { type AwsSettings, awsSchema, type EnvironmentSettings } from '@semiont/config'

/** What the environment says of AWS, with the defaults where it says nothing. */
export function awsSettingsOf({ aws }: EnvironmentSettings): AwsSettings {
  return aws ?? awsSchema.parse({})
}
