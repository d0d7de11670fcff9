import { parseArgs } from 'node:util'
import type { Command, Input, OptionDefinition, OptionDefinitions } from './command.ts'
import type { Flags } from './context.ts'
import { parseDuration } from './duration.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { nearestWord, suggest } from './nearest-word.ts'
import { UsageError } from './usage-error.ts'

export interface ParsedCommandLine {
  readonly command: Command | undefined
  readonly input: Input
  readonly flags: Flags
  readonly environmentName: string | undefined
  readonly help: boolean
}

/** @throws UsageError naming the nearest known word */
export function parseCommandLine(line: readonly string[], commands: readonly Command[]): ParsedCommandLine {
  const args = withoutSynonyms(line)
  const name = findCommandName(args)
  const command = name === undefined ? undefined : findCommand(name, commands)
  const { values, positionals } = parseWith({ ...GLOBAL_OPTIONS, ...command?.options }, args, command)
  const input = { arguments: positionals.slice(1), options: values }
  const help = values['help'] === true
  if (command && !help) assertArguments(command, input.arguments)
  return { command, input, flags: readFlags(values), environmentName: text(values['environment']), help }
}

/** What can be known of a line that was not understood: enough to say so in the way it asked for. */
export function readLeniently(line: readonly string[]): {
  flags: Pick<Flags, 'json' | 'plain' | 'quiet' | 'verbose'>
  environmentName: string | undefined
  commandName: string | undefined
} {
  const args = withoutSynonyms(line)
  const environment = args.findIndex((word) => ['-e', '--environment'].includes(word))
  const assigned = args.find((word) => word.startsWith('--environment='))?.split('=')[1]
  return {
    flags: {
      json: args.includes('--json'),
      plain: args.includes('--plain'),
      quiet: args.includes('--quiet') || args.includes('-q'),
      verbose: args.includes('--verbose') || args.includes('-v'),
    },
    environmentName: assigned ?? (environment === -1 ? undefined : args[environment + 1]),
    commandName: findCommandName(args),
  }
}

/** `semiont help check` is `semiont check --help`, and `semiont --version` is `semiont version`. */
function withoutSynonyms(args: readonly string[]): readonly string[] {
  if (args[0] === 'help') return [...args.slice(1), '--help']
  if (['--version', '-V'].includes(args[0] ?? '')) return ['version', ...args.slice(1)]
  return args
}

/** The first word that is neither an option nor the value of one. */
function findCommandName(args: readonly string[]): string | undefined {
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    if (!word.startsWith('-')) return word
    if (takesValue(word)) index++
  }
  return undefined
}

function takesValue(word: string): boolean {
  const found = Object.entries<OptionDefinition>(GLOBAL_OPTIONS).find(
    ([name, option]) => word === `--${name}` || (option.short !== undefined && word === `-${option.short}`),
  )
  return found?.[1].type === 'string'
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name)
  if (found) return found
  const names = commands.map((command) => command.name)
  const near = nearestWord(name, [...names, 'help'])
  throw new UsageError(
    `There is no command "${name}". ${near ? `Did you mean: semiont ${near}` : `There are: ${names.join(', ')}.`}`,
  )
}

type Values = Readonly<Record<string, string | boolean | readonly string[]>>

function parseWith(options: OptionDefinitions, args: readonly string[], command: Command | undefined) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { type, short, multiple = false }]) => [
          name,
          { type, multiple, ...(short === undefined ? {} : { short }) },
        ]),
      ),
    })
    // Only booleans could be a list of booleans, and none of ours may be repeated.
    const given = values as Values
    for (const [name, option] of Object.entries(options)) assertChoice(`--${name}`, given[name], option.choices)
    return { values: given, positionals }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(explainParseError(cause, Object.keys(options), command), { cause })
  }
}

function explainParseError(cause: unknown, known: readonly string[], command: Command | undefined): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const unknown = /Unknown option '(-{1,2}[^']+)'/.exec(message)?.[1]
  const see = `See: semiont ${command ? `${command.name} ` : ''}--help`
  if (unknown?.startsWith('--')) return `There is no option ${unknown}. ${nearestOption(unknown, known) ?? see}`
  if (unknown !== undefined) return `There is no option ${unknown}. ${see}`
  const [what] = message.split(/\.?\s+(?:To specify|Did you forget)/)
  const dash = message.includes('ambiguous') ? ' A value that begins with - is written with =.' : ''
  return `${what}.${dash} ${see}`
}

function nearestOption(unknown: string, known: readonly string[]): string | undefined {
  const near = nearestWord(unknown.slice(2), known)
  return near && `Did you mean --${near}?`
}

function assertArguments({ name, arguments: definitions = [] }: Command, given: readonly string[]): void {
  const missing = definitions.filter((definition, index) => definition.required && given[index] === undefined)
  if (missing.length > 0) {
    const words = missing.map((definition) => `<${definition.name}>`).join(' ')
    throw new UsageError(`semiont ${name} needs ${words}. See: semiont ${name} --help`)
  }
  const last = definitions.at(-1)
  if (given.length > definitions.length && !last?.variadic) {
    const extra = given.slice(definitions.length).join(' ')
    throw new UsageError(`semiont ${name} takes no "${extra}". See: semiont ${name} --help`)
  }
  for (const [index, definition] of definitions.entries())
    assertChoice(definition.name, given[index], definition.choices)
}

function assertChoice(what: string, given: Values[string] | undefined, choices: readonly string[] | undefined): void {
  if (choices === undefined || given === undefined) return
  for (const word of [given].flat()) {
    if (typeof word !== 'string' || choices.includes(word)) continue
    throw new UsageError(
      `"${word}" is not possible for ${what}. ${suggest(word, choices, `Possible: ${choices.join(', ')}.`)}`,
    )
  }
}

function readFlags(values: Values): Flags {
  const timeout = text(values['timeout'])
  return {
    json: values['json'] === true,
    plain: values['plain'] === true,
    quiet: values['quiet'] === true,
    verbose: values['verbose'] === true,
    dryRun: values['dry-run'] === true,
    noInput: values['no-input'] === true,
    yes: values['yes'] === true,
    confirm: text(values['confirm']),
    emergency: text(values['emergency']),
    stealLock: text(values['steal-lock']),
    timeoutSeconds: timeout === undefined ? undefined : parseDuration(timeout, '--timeout'),
  }
}

function text(value: Values[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
