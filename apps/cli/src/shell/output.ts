/** Where a command writes. Standard output carries the answer alone; everything said on the way goes to standard error. */
export interface Output {
  /** A terminal that shows colour and may be repainted; false with NO_COLOR, `--plain` or a pipe. */
  readonly isLive: boolean
  /** Columns of the terminal, 80 without one. */
  readonly columns: number
  /**
   * A line of the answer, for commands that answer while they go on (logs, watch). Others return an Answer.
   * With `--json` it goes to standard error, unless the command's definition says that it streams.
   */
  line(text?: string): void
  /** The answer as a whole; the shell writes it. */
  answer(text: string): void
  /** Bytes of the answer as they come (exec, a file on standard output). Resolves when more may be written. */
  bytes(chunk: Uint8Array): Promise<void>
  /** Said on the way: what happens now. Silent with `--quiet`. */
  note(text: string): void
  /** Only with `--verbose`. */
  detail(text: string): void
  error(text: string): void
  readonly style: Style
}

export interface Style {
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  warning(text: string): string
  bad(text: string): string
}
