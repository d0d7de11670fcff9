import { parseArgs } from 'node:util'
import { nearestKey } from '@semiont/config/nearest-key'
import type { Command, Input, OptionDefinition, OptionDefinitions } from './command.ts'
import type { Flags } from './context.ts'
import { parseDuration } from './duration.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { UsageError } from './usage-error.ts'

export interface ParsedCommandLine {
  readonly command: Command | undefined
  readonly input: Input
  readonly flags: Flags
  readonly environmentName: string | undefined
  readonly help: boolean
}

/** @throws UsageError naming the nearest known word */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): ParsedCommandLine {
  const name = findCommandName(args)
  const command = name === undefined ? undefined : findCommand(name, commands)
  const { values, positionals } = parseWith({ ...GLOBAL_OPTIONS, ...command?.options }, args, command)
  const input = { arguments: positionals.slice(1), options: values }
  const help = values['help'] === true
  if (command && !help) assertArguments(command, input.arguments)
  return { command, input, flags: readFlags(values), environmentName: text(values['environment']), help }
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
  const near = nearestKey(name, names)
  const hint = near ? `Did you mean: semiont ${near}` : `There are: ${names.join(', ')}.`
  throw new UsageError(`There is no command "${name}". ${hint}`)
}

type Values = Record<string, string | boolean | readonly string[]>

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
    for (const [name, option] of Object.entries(options)) assertChoice(`--${name}`, values[name], option.choices)
    return { values: values as Values, positionals }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(explainParseError(cause, Object.keys(options), command), { cause })
  }
}

function explainParseError(cause: unknown, known: readonly string[], command: Command | undefined): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const unknown = /Unknown option '(-{1,2}[^']+)'/.exec(message)?.[1]
  const see = `See: semiont ${command ? `${command.name} ` : ''}--help`
  if (unknown === undefined) return `${message.split('. To specify')[0]?.replace(/\.?$/, '.')} ${see}`
  const near = nearestKey(unknown.replace(/^-+/, ''), known)
  return `There is no option ${unknown}. ${near ? `Did you mean --${near}?` : see}`
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

function assertChoice(what: string, given: unknown, choices: readonly string[] | undefined): void {
  if (choices === undefined || given === undefined) return
  const words = Array.isArray(given) ? given.map(String) : [String(given)]
  for (const word of words) {
    if (choices.includes(word)) continue
    const near = nearestKey(word, choices)
    throw new UsageError(
      `"${word}" is not possible for ${what}. ${near ? `Did you mean ${near}?` : `Possible: ${choices.join(', ')}.`}`,
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
    timeoutSeconds: timeout === undefined ? undefined : parseDuration(timeout, '--timeout'),
  }
}

function text(value: Values[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
