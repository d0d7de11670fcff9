import type { AuditEntry, Outcome } from '@semiont/operations/audit'
import { RefusedError } from '@semiont/operations/errors'
import type { Answer } from './answer.ts'
import type { Command, Input } from './command.ts'
import type { CommandContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { explainError } from './explain-error.ts'

export interface ChangingCall {
  readonly command: Command
  readonly context: CommandContext
  readonly input: Input
  /** Filled in by the command while it runs. */
  readonly changes: { before?: unknown; after?: unknown }
}

/**
 * Runs a command that changes something, and makes it two records of the environment's audit trail: one when it begins and
 * one when it ends, however it ends. One that was killed is left with the first alone.
 * @throws RefusedError when the beginning cannot be recorded; with `--emergency` the command goes on all the same
 */
export async function recordInAuditTrail(call: ChangingCall, act: () => Promise<Answer>): Promise<Answer> {
  const { context, changes } = call
  const begun = performance.now()
  const record = await openRecorder(call)
  await record({ outcome: 'started' }).catch((error: unknown) => goOnOnlyInAnEmergency(error, context))
  const recordEnd = async (exitCode: number, reason?: string) => {
    const durationMilliseconds = Math.round(performance.now() - begun)
    const end = { ...changes, exitCode, outcome: outcomeOf(exitCode), durationMilliseconds }
    await record({ ...end, ...(reason === undefined ? {} : { reason }) }).catch((error: unknown) =>
      context.output.error(`How this command ended could not be recorded in the audit trail: ${messageOf(error)}`),
    )
  }
  try {
    const answer = await act()
    await recordEnd(answer.exitCode)
    return answer
  } catch (error) {
    const { exitCode, message } = explainError(error)
    await recordEnd(context.signal.aborted && exitCode === EXIT.failed ? EXIT.interrupted : exitCode, message)
    throw error
  }
}

type RecordedMembers = Pick<AuditEntry, 'outcome' | 'exitCode' | 'durationMilliseconds' | 'before' | 'after' | 'reason'>

async function openRecorder({ command, context, input }: ChangingCall) {
  const { currentActor, currentProcess, redactArguments, redactText, redactValue } = await import(
    '@semiont/operations/audit'
  )
  const { randomUUID } = await import('node:crypto')
  const { flags, environmentName } = context
  const { environment: _, ...options } = input.options as Record<string, string | boolean | readonly string[]>
  const common = {
    kind: 'command' as const,
    id: randomUUID(),
    actor: currentActor(context.env),
    environment: environmentName,
    command: command.name,
    arguments: redactArguments(input.arguments, options),
    ...(flags.emergency === undefined ? {} : { reason: redactText(flags.emergency) }),
  }
  return async ({ before, after, reason, ...members }: RecordedMembers): Promise<void> => {
    await (await context.trail()).append({
      ...common,
      at: context.now().toISOString(),
      ...members,
      ...(reason === undefined ? {} : { reason: redactText(reason) }),
      ...(before === undefined ? {} : { before: redactValue(before) }),
      ...(after === undefined ? {} : { after: redactValue(after) }),
      ...(members.outcome === 'started' ? { details: { process: currentProcess() } } : {}),
    })
  }
}

function goOnOnlyInAnEmergency(error: unknown, { flags, output }: CommandContext): void {
  const what = `This cannot be recorded in the audit trail: ${messageOf(error)}`
  if (flags.emergency === undefined)
    throw new RefusedError(
      `${what} Nothing was changed.`,
      'Make room or access for where it is kept (semiont audit --help); or add --emergency "<reason>" to go on unrecorded.',
      { cause: error },
    )
  output.error(`${what} It goes on because of --emergency.`)
}

function outcomeOf(exitCode: number): Outcome {
  if (exitCode === EXIT.fine || exitCode === EXIT.findings) return 'succeeded'
  if (exitCode === EXIT.partial) return 'partial'
  if (exitCode === EXIT.refused || exitCode === EXIT.locked) return 'refused'
  return exitCode === EXIT.interrupted || exitCode === EXIT.timeout ? 'interrupted' : 'failed'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
