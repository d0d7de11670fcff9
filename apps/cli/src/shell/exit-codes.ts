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

/** Each code as the help and the page in docs/commands tell it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, { readonly short: string; readonly long: string }>> = {
  [EXIT.fine]: { short: 'fine', long: 'It is done, or it is as it should be.' },
  [EXIT.failed]: {
    short: 'our fault',
    long: 'Something went wrong that you could not foresee. The message names the log that has the details.',
  },
  [EXIT.usage]: {
    short: 'usage',
    long: 'The command, a setting or a file given is not as it must be. Nothing was changed. The message says what to write.',
  },
  [EXIT.findings]: {
    short: 'findings',
    long: 'The command did its work and found something to act on, such as a service that does not run.',
  },
  [EXIT.partial]: {
    short: 'unknown or partial',
    long: 'Not everything could be learned or done. What is unknown is named and never counted as fine.',
  },
  [EXIT.refused]: {
    short: 'refused',
    long: 'No right, no confirmation, or outside the maintenance window. Nothing was changed.',
  },
  [EXIT.locked]: {
    short: 'locked',
    long: 'Another command works on the same thing; the message names it. Nothing was changed: try again later.',
  },
  [EXIT.rolledBack]: {
    short: 'changed, then rolled back',
    long: 'The change failed on the way and everything is again as it was before.',
  },
  [EXIT.timeout]: { short: 'timeout', long: '`--timeout` was over before the command was done.' },
  [EXIT.interrupted]: {
    short: 'interrupted',
    long: 'Ctrl-C. Commands that go on until they are stopped (`start`, `watch`, `logs --follow`) end with 0 then.',
  },
}
