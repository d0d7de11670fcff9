/** What the exit code of a command tells a script. Tested as a contract: a number never changes its meaning. */
export const EXIT = {
  fine: 0,
  /** Our fault: something went wrong that the person could not foresee. */
  failed: 1,
  /** The command, the configuration or the input is not as it must be. */
  usage: 2,
  /** The command did its work and found something to act on. */
  findings: 3,
  /** Not everything could be learned or done. */
  partial: 4,
  /** Refused: no right, no confirmation, outside the maintenance window. */
  refused: 5,
  /** Another command holds the lock. */
  locked: 6,
  /** Something was changed and then put back. */
  rolledBack: 7,
  timeout: 124,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
