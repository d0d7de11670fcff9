import { defineCommand } from '../../shell/command.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'say whether Semiont runs here, where, and how many of each service',
  description:
    'Ends with 0 when it runs and with 3 when it does not. Whether all of it is well, and what to do when not, is what semiont check says.',
  examples: [
    { line: 'semiont status', explains: 'The address, since when, each service with running and desired processes.' },
    { line: 'semiont status || semiont start --detach', explains: 'Starts it where it does not run.' },
  ],
  load: () => import('./status.ts'),
})
