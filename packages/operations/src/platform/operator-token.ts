import { OperationError } from '../errors.ts'
import type { OperatorAccess } from './platform.ts'

/**
 * Reads what the backend's task `operator-token` writes.
 * @throws OperationError when it wrote something else
 */
export function readOperatorToken(output: string): Pick<OperatorAccess, 'token' | 'expiresAt'> {
  const line = output.split('\n').find((candidate) => candidate.startsWith('{'))
  const made = JSON.parse(line ?? 'null') as { token?: unknown; expiresAt?: unknown } | null
  if (typeof made?.token === 'string' && typeof made.expiresAt === 'string')
    return { token: made.token, expiresAt: new Date(made.expiresAt) }
  throw new OperationError('The backend made no access token.', 'See why with: semiont logs --service backend')
}
