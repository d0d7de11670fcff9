/** The command was not written as it must be. The message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
