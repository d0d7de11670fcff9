import { PolicyStatement } from 'aws-cdk-lib/aws-iam'

/**
 * A statement that allows calls of one service.
 * @param sid says in camel case what for; none when empty
 * @param names of the calls, with white space between them: `CreateCluster DeleteCluster`
 */
export function allow(
  sid: string,
  service: string,
  names: string,
  resources: readonly string[],
  conditions: Readonly<Record<string, unknown>> = {},
): PolicyStatement {
  const actions = names.split(/\s+/).filter((name) => name !== '')
  return new PolicyStatement({
    ...(sid === '' ? {} : { sid }),
    actions: actions.map((name) => `${service}:${name}`),
    resources: [...resources],
    conditions,
  })
}
