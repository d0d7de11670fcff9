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

/**
 * The envelope as it is printed. What it holds may come from anywhere (a log line, the name of a document) and must not steer
 * the terminal it is shown on: JSON itself escapes only the controls below U+0020.
 */
export function envelopeText(...parts: Parameters<typeof envelope>): string {
  return JSON.stringify(envelope(...parts)).replaceAll(/[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, escape)
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
