import { IncompleteError, OperationError, RefusedError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'

type Where = Pick<AwsConnection, 'place' | 'environment'>

/** What the CDK's command said when it failed, as an error that says what to do. Pure. */
export function explainCdk(output: string, where: Where): OperationError {
  const { place, environment } = where
  if (/bootstrapped/i.test(output)) return notBootstrapped(where)
  const missing = /Unable to fetch parameters \[([^\]]*)\]/.exec(output)?.[1]
  if (missing !== undefined)
    return new IncompleteError(
      `The parameter store lacks ${missing}.`,
      missing.includes('/semiont/infra/')
        ? `The infrastructure comes first: semiont provision --environment ${environment.name}`
        : `The images come first: semiont publish --environment ${environment.name}`,
    )
  const denied = /is not authorized to perform: (\S+)/.exec(output)?.[1]
  if (denied !== undefined || /AccessDenied|could not assume|cannot be assumed/i.test(output))
    return new RefusedError(
      `AWS denies ${denied ?? 'what the plan needs'} in the account ${place.account}:\n${output}`,
      'Use a role that may assume the roles of the bootstrap stack (cdk-hnb659fds-…).',
    )
  return new OperationError(
    `The CDK could not make the plan:\n${output}`,
    `See it whole: cd packages/cloud && SEMIONT_ENV=${environment.name} npx cdk diff`,
  )
}

/** What `npx cdk bootstrap` makes is not there: a bucket for templates, and roles. */
export function notBootstrapped({ place }: Where): IncompleteError {
  return new IncompleteError(
    `The account ${place.account} is not prepared for the CDK in ${place.region}.`,
    `Once per account and region, with keys that may make roles: cd packages/cloud && npx cdk bootstrap aws://${place.account}/${place.region}`,
  )
}
