import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { RefusedError } from '../../errors.ts'
import type { AwsConnection } from './connection.ts'

export interface Caller {
  /** `arn:aws:sts::123456789012:assumed-role/operations/anna` */
  readonly arn: string
  readonly account: string
}

/**
 * Whose keys are in use.
 * @throws RefusedError when they belong to another account than the environment's
 */
export async function readCaller(connection: AwsConnection): Promise<Caller> {
  const { account: expected } = connection.place
  const client = connection.client(STSClient)
  const { Arn: arn = '', Account: account = '' } = await connection.ask('sts:GetCallerIdentity', (options) =>
    client.send(new GetCallerIdentityCommand({}), options),
  )
  if (account === expected) return { arn, account }
  throw new RefusedError(
    `The keys in use belong to the account ${account} (${arn}); ${connection.environment.name} is in ${expected}.`,
    'Name the right profile: AWS_PROFILE=<name> semiont … Nothing was done.',
  )
}
