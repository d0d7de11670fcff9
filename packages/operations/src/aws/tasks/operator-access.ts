import type { BackendTask, OperatorAccess } from '../../platform/platform.ts'
import { readOperatorToken } from '../../platform/operator-token.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'

/** Address of the site, and a token of an administrator that a task of the backend makes. */
export async function operatorAccess(
  connection: AwsConnection,
  runBackendTask: (task: BackendTask) => Promise<string>,
  signal: AbortSignal,
): Promise<OperatorAccess> {
  const outputs = await readStackOutputs(connection, 'app')
  const baseUrl = outputs.get('SiteUrl').replace(/\/$/, '')
  return { baseUrl, ...readOperatorToken(await runBackendTask({ args: ['operator-token'], signal })) }
}
