import { defineCommand } from '../../shell/command.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'say whether Semiont runs, where, and how many of each service',
  description: [
    'Ends with 0 when it runs and with 3 when it does not. Whether all of it is well, and what to do when not, is what semiont check says.',
    'On AWS a service is healthy when as many tasks as desired pass the health checks of their containers and of the load balancer. What a deployment in progress is stuck at is told. Where AWS does not tell something, it is called unknown, and the command ends with 4.',
  ].join('\n\n'),
  examples: [
    { line: 'semiont status', explains: 'The address, since when, each service with running and desired processes.' },
    { line: 'semiont status || semiont start --detach', explains: 'Starts it where it does not run.' },
  ],
  load: () => import('./status.ts'),
})
