import type { Answer } from './answer.ts'
import type { ExplainedError } from './explain-error.ts'

/** The one shape of `--json`. `version` changes only when a program that reads it would have to. */
export interface Envelope {
  readonly version: 1
  readonly command: string
  readonly environment: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly exitCode: number
  readonly data: unknown
  readonly error: { readonly name: string; readonly message: string; readonly action: string | null } | null
}

export function envelope(
  about: { command: string; environment: string; at: Date },
  outcome: Pick<Answer, 'exitCode' | 'data'> | ExplainedError,
): Envelope {
  const failed = 'message' in outcome
  return {
    version: 1,
    command: about.command,
    environment: about.environment,
    at: about.at.toISOString(),
    exitCode: outcome.exitCode,
    data: failed ? null : (outcome.data ?? null),
    error: failed ? { name: outcome.name, message: outcome.message, action: outcome.action ?? null } : null,
  }
}
