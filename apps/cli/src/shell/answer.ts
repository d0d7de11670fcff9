import { EXIT, type ExitCode } from './exit-codes.ts'

/** What a command found out: printed as text for a person, as data for a program. */
export interface Answer {
  /** One of EXIT; only `exec` passes on that of another program. */
  readonly exitCode: number
  /** The `data` of the JSON envelope. Its shape is a contract; new members may come, none may change. */
  readonly data?: unknown
  /** Standard output, when not `--json`: the answer first, then the reason, then the next command to type. */
  readonly text?: string
}

export function answer(text: string, data?: unknown, exitCode: ExitCode = EXIT.fine): Answer {
  return { exitCode, text, data }
}
