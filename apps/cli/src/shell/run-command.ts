import { chooseEnvironment, findProjectDirectory } from '@semiont/config/project-directory'
import type { Answer } from './answer.ts'
import { assertEnvironment } from './assert-environment.ts'
import { type Command, holdsFor } from './command.ts'
import type { CommandContext } from './context.ts'
import { ClosedPipeError, endWithGrace, InterruptedError, TimedOutError } from './ended-early.ts'
import { envelopeText } from './envelope.ts'
import { EXIT } from './exit-codes.ts'
import { explainError, isExpected } from './explain-error.ts'
import { holdDeployLock } from './hold-deploy-lock.ts'
import { openContext } from './open-context.ts'
import type { Output } from './output.ts'
import type { ParsedCommandLine } from './parse-command-line.ts'
import { type ChangingCall, recordInAuditTrail } from './record-in-audit-trail.ts'
import { reportError } from './report-error.ts'
import type { Surroundings } from './surroundings.ts'
import { openOutput } from './terminal-output.ts'
import { UsageError } from './usage-error.ts'

/** Runs a command whose line was understood, and writes its answer. Returns the exit code. */
export async function runCommand(
  command: Command,
  { flags, input, environmentName }: ParsedCommandLine,
  commands: readonly Command[],
  surroundings: Surroundings,
): Promise<number> {
  const streams = holdsFor(command.streams, input)
  const output = openOutput(surroundings, surroundings.env, { ...flags, streams })
  const environment = chooseEnvironment(command.environmentIn?.(input) ?? environmentName, surroundings.env)
  const directory = findProjectDirectory(surroundings.directory)
  const about = { command: command.name, environment }
  const deadline = new AbortController()
  const timer = startDeadline(flags.timeoutSeconds, deadline)
  const changes: { before?: unknown; after?: unknown } = {}
  const context = openContext({
    surroundings,
    directory,
    environmentName: environment,
    flags,
    output,
    commands,
    signal: AbortSignal.any([surroundings.signal, deadline.signal]),
    recordChange: (change) => Object.assign(changes, change),
  })
  if (command.needsEnvironment !== false) output.note(`environment: ${environment}`)
  try {
    if (command.needsEnvironment !== false) assertEnvironment(directory, environment)
    const answer = await perform(
      { command, context, input, changes },
      { signal: deadline.signal, graceMilliseconds: surroundings.graceMilliseconds },
    )
    const exitCode = deadline.signal.aborted ? EXIT.timeout : answer.exitCode
    writeAnswer({ ...answer, exitCode }, { ...about, at: surroundings.now() }, output, { ...flags, streams })
    if (deadline.signal.aborted) output.error(explainError(deadline.signal.reason).message)
    return exitCode
  } catch (error) {
    const reason = whatEnded(error, surroundings.signal, deadline.signal)
    return await reportError(reason, { output, flags, surroundings, ...about })
  } finally {
    clearTimeout(timer)
  }
}

async function perform(
  call: ChangingCall,
  deadline: { signal: AbortSignal; graceMilliseconds: number },
): Promise<Answer> {
  const { command, context, input } = call
  const doesChange = holdsFor(command.changes, input)
  assertFlagsMeanSomething(call, doesChange)
  const program = await command.load()
  const runWith = async (own: CommandContext) => {
    // Asked to stop before it began: it would wait for a signal that has come already.
    own.signal.throwIfAborted()
    return await endWithGrace(program.run(own, input), deadline.signal, deadline.graceMilliseconds)
  }
  const locks = holdsFor(command.locks, input) && !context.flags.dryRun
  const act = () => (locks ? holdDeployLock(call, runWith) : runWith(context))
  return doesChange && !context.flags.dryRun ? await recordInAuditTrail(call, act) : await act()
}

/** A flag that would be ignored without a word makes believe that it was heeded. */
function assertFlagsMeanSomething({ command, context: { flags }, input }: ChangingCall, doesChange: boolean): void {
  if (doesChange && flags.dryRun && command.dryRun !== true)
    throw new UsageError(`semiont ${command.name} cannot say beforehand what it would change. Nothing was done.`)
  if (flags.stealLock !== undefined && !holdsFor(command.locks, input))
    throw new UsageError(`semiont ${command.name} takes no lock here: leave --steal-lock out. Nothing was done.`)
  if (flags.emergency !== undefined && !doesChange)
    throw new UsageError(`semiont ${command.name} changes nothing here: leave --emergency out.`)
}

function startDeadline(seconds: number | undefined, deadline: AbortController): NodeJS.Timeout | undefined {
  if (seconds === undefined) return undefined
  return setTimeout(() => deadline.abort(new TimedOutError(seconds)), seconds * 1000)
}

function writeAnswer(
  answer: Answer,
  about: { command: string; environment: string; at: Date },
  output: Output,
  { json, streams }: { json: boolean; streams: boolean },
): void {
  if (json && !streams) output.answer(envelopeText(about, answer))
  else if (!json && answer.text !== undefined && answer.text !== '') output.answer(answer.text)
}

/** What a command says of the state it left things in matters more than that it was stopped. */
const LEFT_BEHIND: readonly number[] = [EXIT.partial, EXIT.rolledBack]

/** An error that is only the echo of being stopped is told as that. */
function whatEnded(error: unknown, stopped: AbortSignal, deadline: AbortSignal): unknown {
  if (isExpected(error) && (!deadline.aborted || LEFT_BEHIND.includes(explainError(error).exitCode))) return error
  if (deadline.aborted) return deadline.reason
  if (!stopped.aborted) return error
  return stopped.reason instanceof ClosedPipeError ? stopped.reason : new InterruptedError({ cause: error })
}
