import { GROUPS } from './commands.ts'
import { chooseEnvironment } from '@semiont/config/project-directory'
import type { CommandGroup } from './shell/command.ts'
import { EXIT } from './shell/exit-codes.ts'
import { describeCommand, overview } from './shell/help.ts'
import { parseCommandLine, type ParsedCommandLine, readLeniently } from './shell/parse-command-line.ts'
import { reportError } from './shell/report-error.ts'
import { runCommand } from './shell/run-command.ts'
import type { Surroundings } from './shell/surroundings.ts'
import { openOutput } from './shell/terminal-output.ts'

/** Runs one command and returns the exit code of the process. */
export async function run(
  args: readonly string[],
  surroundings: Surroundings,
  groups: readonly CommandGroup[] = GROUPS,
): Promise<number> {
  const commands = groups.flatMap((group) => group.commands)
  let parsed: ParsedCommandLine
  try {
    parsed = parseCommandLine(args, commands)
  } catch (error) {
    const { flags, environmentName, commandName = '' } = readLeniently(args)
    const output = openOutput(surroundings, surroundings.env, { ...flags, streams: false })
    const environment = chooseEnvironment(environmentName, surroundings.env)
    return await reportError(error, { output, flags, surroundings, command: commandName, environment })
  }
  const { command, flags, help } = parsed
  if (command && !help) return await runCommand(command, parsed, commands, surroundings)
  const output = openOutput(surroundings, surroundings.env, { ...flags, streams: false })
  if (help) {
    output.answer(command ? describeCommand(command) : overview(groups))
    return EXIT.fine
  }
  output.error(overview(groups))
  return EXIT.usage
}
