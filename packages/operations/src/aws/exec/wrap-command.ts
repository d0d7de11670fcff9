/** How the input of a command gets there: a terminal as it is, or bytes through a terminal, or none. */
export type InputKind = 'terminal' | 'piped' | 'none'

/** Words that stand in no output by chance, one before and one behind what the command writes. */
export interface Marks {
  readonly begin: string
  readonly end: string
}

/** @param random some characters that cannot be guessed */
export function marksOf(random: string): Marks {
  return { begin: `semiont-begin-${random}`, end: `semiont-end-${random}` }
}

/**
 * The command line for ECS Exec that runs a command with `/bin/sh -c`, so that variables expand there, and ends its output with
 * the exit code: ECS Exec brings none back. There is always a terminal on the other side: it is told not to echo and not to
 * change line ends; input comes as base64, a line at a time, so that no byte of it means something to the terminal.
 */
export function wrapCommand(command: string, input: InputKind, { begin, end }: Marks): string {
  const run = `/bin/sh -c ${quote(command)}${input === 'none' ? ' </dev/null' : ''}`
  const close = `printf '\\n%s%d\\n' ${end} $?`
  const quiet = input === 'terminal' ? 'm=terminal' : 'stty -echo -opost 2>/dev/null && m=raw || m=cooked'
  const open = `printf '\\n%s%s\\n' ${begin} $m`
  // The code stands behind the command, not behind the pipe: a command need not read what it is given.
  const body = input === 'piped' ? `base64 -d 2>/dev/null | { ${run}; ${close}; }` : `${run}; ${close}`
  return `/bin/sh -c ${quote(`${quiet}; ${open}; ${body}`)}`
}

/** As one word of a shell; the agent of ECS splits words by the same rules. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
