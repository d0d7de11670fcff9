import type { AwsSettings } from './schema/aws.ts'
import { awsSchema } from './schema/aws.ts'
import { ConfigurationError } from './errors.ts'
import type { Environment } from './load-environment.ts'

/** The section `aws` of an environment that says where it is. */
export type AwsPlace = AwsSettings & { readonly account: string; readonly region: string }

/** @throws ConfigurationError when the environment does not say in which account and region it is */
export function awsPlaceOf({ name, settings }: Pick<Environment, 'name' | 'settings'>): AwsPlace {
  const aws = settings.aws ?? awsSchema.parse({})
  const { account, region } = aws
  if (account !== undefined && region !== undefined) return { ...aws, account, region }
  throw new ConfigurationError(
    `The environment ${name} does not say in which account and region it is. ` +
      `Set both: semiont configure ${name} set aws.account <12 digits>, and set aws.region <region>.`,
  )
}
