/** Questions to the person at the terminal. Each refuses with what to type instead when nobody can answer. */
export interface Prompt {
  /** `--yes` answers true. @throws RefusedError without a terminal or with `--no-input` */
  confirm(question: string): Promise<boolean>
  /** One line. @throws UsageError without a terminal, naming `instead` */
  ask(question: string, options?: { fallback?: string; instead?: string }): Promise<string>
  /** One line, typed without being shown, or the first line piped in. */
  secret(name: string): Promise<string>
}
