import type { OptionDefinitions } from './command.ts'

/** Options of every command. */
export const GLOBAL_OPTIONS = {
  environment: {
    type: 'string',
    short: 'e',
    value: '<name>',
    summary: 'the environment to work on; else SEMIONT_ENV, else local',
  },
  json: { type: 'boolean', summary: 'answer as one JSON object on standard output' },
  plain: { type: 'boolean', summary: 'no colour, no animation, no live view' },
  quiet: { type: 'boolean', short: 'q', summary: 'only the answer: nothing else on standard error but errors' },
  verbose: { type: 'boolean', short: 'v', summary: 'tell each step' },
  'dry-run': { type: 'boolean', summary: 'say what would be done, and do nothing' },
  'no-input': { type: 'boolean', summary: 'never ask; fail where an answer would be needed' },
  yes: { type: 'boolean', short: 'y', summary: 'answer yes to ordinary questions' },
  confirm: { type: 'string', value: '<environment>', summary: 'confirm a severe change by naming the environment' },
  emergency: {
    type: 'string',
    value: '<reason>',
    summary: 'outside a maintenance window: notify, wait fifteen minutes, then go on',
  },
  'steal-lock': {
    type: 'string',
    value: '<reason>',
    summary: 'take the lock of the environment away from a command that holds it and will never end',
  },
  timeout: { type: 'string', value: '<duration>', summary: 'give up after this long: 30s, 10m, 2h' },
  help: { type: 'boolean', short: 'h', summary: 'what a command does, with examples' },
} as const satisfies OptionDefinitions
