import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  port: {
    type: 'string',
    value: '<number>',
    summary: 'the public port; else SEMIONT_PORT, else that of the environment',
  },
} as const satisfies OptionDefinitions

export const start = defineCommand({
  name: 'start',
  summary: 'run Semiont on this machine until Ctrl-C',
  options,
  examples: [
    { line: 'semiont start', explains: 'Starts database, backend, worker, frontend, and prints the address.' },
    { line: 'semiont start --port 4001', explains: 'On another port.' },
  ],
  load: () => import('./start.ts'),
})
