import type { AwsConnection } from '@semiont/operations/aws'
import type { CommandContext } from './context.ts'

/**
 * The way to the account of the environment; undefined where it runs on this machine.
 * @throws RefusedError when the keys in use belong to another account
 */
export async function awsConnectionOf(context: CommandContext): Promise<AwsConnection | undefined> {
  const environment = await context.environment()
  if (environment.settings.platform !== 'aws') return undefined
  const { AwsConnection, readCaller } = await import('@semiont/operations/aws')
  const connection = new AwsConnection(environment, context.signal)
  await readCaller(connection)
  return connection
}
