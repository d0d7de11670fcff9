import type { Answer } from './answer.ts'
import type { CommandContext } from './context.ts'

export interface ArgumentDefinition {
  readonly name: string
  readonly summary: string
  readonly required?: boolean
  /** Takes everything that is left. Only for the last argument. */
  readonly variadic?: boolean
  /** The words that may stand here; completion offers them, anything else is refused with the nearest. */
  readonly choices?: readonly string[]
}

export interface OptionDefinition {
  readonly type: 'string' | 'boolean'
  readonly summary: string
  readonly short?: string
  /** What the value is called in the help: `<path>`. */
  readonly value?: string
  readonly choices?: readonly string[]
  readonly multiple?: boolean
}

export interface Example {
  /** A whole line as one types it: `semiont check --json`. */
  readonly line: string
  readonly explains: string
}

/** A command as the help, the completion, the documentation and the parser know it. What it does is loaded when it runs. */
export interface Command<Options extends OptionDefinitions = OptionDefinitions> {
  readonly name: string
  /** One line, lower case, no full stop: `say what is wrong and what to do`. */
  readonly summary: string
  /** Paragraphs for `--help` and the page in docs. */
  readonly description?: string
  readonly arguments?: readonly ArgumentDefinition[]
  readonly options?: Options
  readonly examples: readonly Example[]
  /** Whether this call changes something, and so becomes a record of the audit trail. */
  readonly changes?: boolean | Judge<Options>
  /**
   * Whether `--dry-run` says what would be changed and changes nothing. Every command that changes something has it; the
   * shell refuses the flag for a change that cannot be shown beforehand.
   */
  readonly dryRun?: boolean
  /**
   * Whether this call changes the installation as a whole (restart, restore), so that no other such command may run meanwhile:
   * it runs with the deploy lock of the environment, or ends with 6.
   */
  readonly locks?: boolean | Judge<Options>
  /** `false` for commands that work before there is a project or in spite of a broken one. */
  readonly needsEnvironment?: boolean
  /** The environment that an argument names (`configure production set …`): it is the one echoed and recorded. */
  readonly environmentIn?: Reader<Options>
  /**
   * Writes its answer while it goes on: with `--json` each line it writes is an object of its own and no envelope follows.
   * Lines of all other commands go to standard error with `--json`, so that the envelope stands alone.
   */
  readonly streams?: boolean | Judge<Options>
  load(): Promise<{ run(context: CommandContext, input: Input<Options>): Promise<Answer> }>
}

/** Commands that the help shows under one title. */
export interface CommandGroup {
  readonly title: string
  readonly commands: readonly Command[]
}

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>

/** As a method, so that a command with options of its own is still a Command. */
type Judge<Options extends OptionDefinitions> = { judge(input: Input<Options>): boolean }['judge']

/** As a method, for the same reason. */
type Reader<Options extends OptionDefinitions> = { read(input: Input<Options>): string | undefined }['read']

type ValueOf<Option extends OptionDefinition> = OptionDefinition extends Option
  ? string | boolean | readonly string[]
  : Option['type'] extends 'boolean'
    ? boolean
    : Option['multiple'] extends true
      ? readonly string[]
      : string

export interface Input<Options extends OptionDefinitions = OptionDefinitions> {
  readonly arguments: readonly string[]
  readonly options: { readonly [Name in keyof Options]?: ValueOf<Options[Name]> }
}

/** The type of `run` in the file that a definition loads; `Run<typeof options>` where there are options. */
export type Run<Options extends OptionDefinitions = Readonly<Record<string, never>>> = (
  context: CommandContext,
  input: Input<Options>,
) => Promise<Answer>

/** What a definition says of this very call. */
export function holdsFor(judged: boolean | ((input: Input) => boolean) | undefined, input: Input): boolean {
  return typeof judged === 'function' ? judged(input) : judged === true
}

export function defineCommand<const Options extends OptionDefinitions>(command: Command<Options>): Command<Options> {
  return command
}
