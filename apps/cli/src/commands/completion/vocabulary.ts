import type { ArgumentDefinition, Command, OptionDefinition } from '../../shell/command.ts'
import { GLOBAL_OPTIONS } from '../../shell/global-options.ts'

/** What may stand in a place: words known now, environments of the project, something on disk, or anything. */
export type Candidates = readonly string[] | 'environments' | 'files' | 'anything'

export interface CompletableOption {
  readonly name: string
  readonly short: string | undefined
  readonly summary: string
  /** Undefined for a switch. */
  readonly value: Candidates | undefined
}

export interface CompletableCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletableOption[]
  /** By position; the last one goes on where the command takes any number. */
  readonly arguments: readonly Candidates[]
  readonly variadic: boolean
}

export interface Vocabulary {
  readonly globalOptions: readonly CompletableOption[]
  readonly commands: readonly CompletableCommand[]
}

/** The words of the command line, out of the same definitions that parse it. */
export function vocabularyOf(commands: readonly Command[]): Vocabulary {
  const help: CompletableCommand = {
    name: 'help',
    summary: 'what a command does, with examples',
    options: [],
    arguments: [commands.map(({ name }) => name)],
    variadic: false,
  }
  return {
    globalOptions: optionsOf(GLOBAL_OPTIONS),
    commands: [
      ...commands.map(({ name, summary, options = {}, arguments: args = [] }) => ({
        name,
        summary,
        options: optionsOf(options),
        arguments: args.map(argumentCandidates),
        variadic: args.at(-1)?.variadic === true,
      })),
      help,
    ],
  }
}

function optionsOf(options: Readonly<Record<string, OptionDefinition>>): CompletableOption[] {
  return Object.entries(options).map(([name, option]) => ({
    name,
    short: option.short,
    summary: option.summary,
    value: option.type === 'boolean' ? undefined : optionCandidates(name, option),
  }))
}

function optionCandidates(name: string, { choices, value = '' }: OptionDefinition): Candidates {
  const called = value.replaceAll(/[<>]/g, '')
  if (choices) return choices
  // As the name of an argument, `path` is one of settings.
  return called === 'path' ? 'files' : candidatesCalled(name === 'environment' ? name : called)
}

function argumentCandidates({ name, choices }: ArgumentDefinition): Candidates {
  return choices ?? candidatesCalled(name)
}

const ON_DISK = ['file', 'folder', 'directory', 'archive', 'source']

function candidatesCalled(name: string): Candidates {
  if (name === 'environment') return 'environments'
  return ON_DISK.includes(name) ? 'files' : 'anything'
}
