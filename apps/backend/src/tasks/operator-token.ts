import { createOperatorSession } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'
import { withApplication } from './with-application.ts'

/** `{"token", "expiresAt"}` on standard output: an access token of the first administrator for minutes; it is not logged. */
export async function printOperatorToken(configuration: Configuration): Promise<void> {
  const { token, expiresAt } = await withApplication(configuration, ({ kernel }) => createOperatorSession(kernel))
  process.stdout.write(`${JSON.stringify({ token, expiresAt: expiresAt.toISOString() })}\n`)
}
