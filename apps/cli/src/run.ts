import { COMMANDS } from './commands.ts'
import type { Answer } from './shell/answer.ts'
import type { Command, Input } from './shell/command.ts'
import type { CommandContext, Flags } from './shell/context.ts'
import { envelope } from './shell/envelope.ts'
import { EXIT, type ExitCode } from './shell/exit-codes.ts'
import { explainError, isExpected } from './shell/explain-error.ts'
import { findProjectDirectory } from '@semiont/config/project-directory'
import { describeCommand, overview } from './shell/help.ts'
import { openContext } from './shell/open-context.ts'
import type { Output } from './shell/output.ts'
import { parseCommandLine, type ParsedCommandLine } from './shell/parse-command-line.ts'
import { recordInAuditTrail } from './shell/record-in-audit-trail.ts'
import type { Surroundings } from './shell/surroundings.ts'
import { openOutput } from './shell/terminal-output.ts'

const NO_FLAGS: Flags = {
  json: false,
  plain: false,
  quiet: false,
  verbose: false,
  dryRun: false,
  noInput: false,
  yes: false,
  confirm: undefined,
  emergency: undefined,
  timeoutSeconds: undefined,
}

/** Runs one command and returns the exit code of the process. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { env } = surroundings
  let parsed: ParsedCommandLine
  try {
    parsed = parseCommandLine(args, COMMANDS)
  } catch (error) {
    const flags = { ...NO_FLAGS, json: args.includes('--json') }
    const output = openOutput(surroundings, env, flags)
    return report(
      error,
      output,
      flags,
      { command: args[0] ?? '', environment: environmentOf(undefined, env) },
      surroundings,
    )
  }
  const { command, flags, help } = parsed
  const output = openOutput(surroundings, env, flags)
  if (help) {
    output.line(command ? describeCommand(command) : overview(COMMANDS))
    return EXIT.fine
  }
  if (!command) {
    output.error(overview(COMMANDS))
    return EXIT.usage
  }
  return await runCommand(command, parsed, surroundings, output)
}

async function runCommand(
  command: Command,
  { flags, input, environmentName }: ParsedCommandLine,
  surroundings: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const about = { command: command.name, environment: environmentOf(environmentName, surroundings.env) }
  const deadline = flags.timeoutSeconds === undefined ? undefined : AbortSignal.timeout(flags.timeoutSeconds * 1000)
  const changes: { before?: unknown; after?: unknown } = {}
  const context = openContext({
    surroundings,
    directory: findProjectDirectory(surroundings.directory),
    environmentName: about.environment,
    flags,
    output,
    signal: deadline ? AbortSignal.any([surroundings.signal, deadline]) : surroundings.signal,
    recordChange: (change) => Object.assign(changes, change),
  })
  if (command.needsEnvironment !== false) output.note(`environment: ${about.environment}`)
  try {
    const answer = await perform(command, context, input, changes)
    if (deadline?.aborted) return EXIT.timeout
    if (flags.json) output.line(JSON.stringify(envelope({ ...about, at: surroundings.now() }, answer)))
    else if (answer.text !== undefined && answer.text !== '') output.line(answer.text)
    return answer.exitCode
  } catch (error) {
    if (deadline?.aborted) return reportTimeout(flags, output)
    if (surroundings.signal.aborted && !isExpected(error)) return EXIT.interrupted
    return report(error, output, flags, about, surroundings)
  }
}

async function perform(
  command: Command,
  context: CommandContext,
  input: Input,
  changes: { before?: unknown; after?: unknown },
): Promise<Answer> {
  const { run: act } = await command.load()
  const doesChange = typeof command.changes === 'function' ? command.changes(input) : command.changes === true
  if (!doesChange || context.flags.dryRun) return await act(context, input)
  return await recordInAuditTrail({ command, context, input, changes }, () => act(context, input))
}

function environmentOf(named: string | undefined, env: NodeJS.ProcessEnv): string {
  return named ?? (env['SEMIONT_ENV'] || 'local')
}

function reportTimeout(flags: Flags, output: Output): ExitCode {
  output.error(
    `Not finished after ${flags.timeoutSeconds} s.\nGive it longer with --timeout, or see what hangs with: semiont check`,
  )
  return EXIT.timeout
}

function report(
  error: unknown,
  output: Output,
  flags: Flags,
  about: { command: string; environment: string },
  surroundings: Surroundings,
): ExitCode {
  const explained = explainError(error)
  if (flags.json) output.line(JSON.stringify(envelope({ ...about, at: surroundings.now() }, explained)))
  const stack = error instanceof Error && (flags.verbose || !isExpected(error)) ? `\n${error.stack ?? ''}` : ''
  output.error([explained.message, ...(explained.action === undefined ? [] : [explained.action])].join('\n') + stack)
  return explained.exitCode
}
