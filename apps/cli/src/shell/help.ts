import type { ArgumentDefinition, Command, CommandGroup, OptionDefinition } from './command.ts'
import { EXIT_MEANINGS } from './exit-codes.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'

/** What `semiont` and `semiont --help` say. */
export function overview(groups: readonly CommandGroup[]): string {
  const commands = groups.flatMap((group) => group.commands)
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Usage: semiont <command> [options]',
    ...groups
      .filter((group) => group.commands.length > 0)
      .flatMap(({ title, commands: shown }) => [
        '',
        `${title}:`,
        ...table(
          shown.map(({ name, summary }) => [name, summary]),
          width,
        ),
      ]),
    '',
    'Options of every command:',
    ...optionLines(GLOBAL_OPTIONS),
    '',
    `Exit codes: ${exitCodes()}.`,
    '',
    'What a command does, with examples: semiont <command> --help',
  ].join('\n')
}

function exitCodes(): string {
  return Object.entries(EXIT_MEANINGS)
    .map(([code, { short }]) => `${code} ${short}`)
    .join('; ')
}

/** What `semiont <command> --help` says. The page in docs/commands is made of the same. */
export function describeCommand(command: Command): string {
  const { name, summary, description, arguments: args = [], options = {}, examples } = command
  return [
    `semiont ${name}: ${summary}`,
    '',
    `Usage: ${usageLine(command)}`,
    ...(description === undefined ? [] : ['', wrapped(description.trim())]),
    ...(args.length === 0
      ? []
      : ['', 'Arguments:', ...table(args.map((arg) => [argumentWord(arg), argumentText(arg)]))]),
    ...(Object.keys(options).length === 0 ? [] : ['', 'Options:', ...optionLines(options)]),
    '',
    'Examples:',
    ...examples.flatMap(({ line, explains }) => [`  ${line}`, `      ${explains}`]),
    '',
    'Options of every command: semiont --help',
  ].join('\n')
}

const LINE_LENGTH = 88

/** Paragraphs broken for a terminal, however they are broken in the source; lines that are indented stay as they are. */
function wrapped(text: string): string {
  const paragraph = (lines: string) =>
    /^[ -]/m.test(lines)
      ? lines
      : lines.replaceAll('\n', ' ').replaceAll(new RegExp(`(?=.{${LINE_LENGTH}})(.{1,${LINE_LENGTH}}) `, 'g'), '$1\n')
  return text.split('\n\n').map(paragraph).join('\n\n')
}

export function usageLine({ name, arguments: args = [], options = {} }: Command): string {
  return ['semiont', name, ...args.map(argumentWord), ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(
    ' ',
  )
}

function argumentWord({ name, required, variadic }: ArgumentDefinition): string {
  const word = `<${name}>${variadic ? '…' : ''}`
  return required ? word : `[${word}]`
}

function argumentText({ summary, choices }: ArgumentDefinition): string {
  return choices ? `${summary}: ${choices.join(', ')}` : summary
}

function optionLines(options: Readonly<Record<string, OptionDefinition>>): string[] {
  return table(
    Object.entries(options).map(([name, option]) => [
      `${option.short ? `-${option.short}, ` : '    '}--${name}${option.value ? ` ${option.value}` : ''}`,
      option.choices ? `${option.summary}: ${option.choices.join(', ')}` : option.summary,
    ]),
  )
}

function table(rows: readonly (readonly [string, string])[], atLeast = 0): string[] {
  const width = Math.max(atLeast, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`)
}
