import { defineCommand } from '../../shell/command.ts'

export const scale = defineCommand({
  name: 'scale',
  summary: 'run more or fewer of a service',
  description: [
    'How many processes (on this machine) or tasks (on AWS) of a service run, until that is changed again. New ones are healthy before the command ends; those that go finish what they have begun.',
    'On AWS the number must be within aws.services.<name>.minimum and maximum; scaling by itself goes on and does not go below it. See what it did with: semiont scaling',
  ].join('\n\n'),
  arguments: [{ name: 'service=number', summary: 'backend=3', required: true, variadic: true }],
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont scale backend=3', explains: 'Three backends share the requests from now on.' },
    { line: 'semiont scale backend=2 worker=2', explains: 'Two of each, one service after the other.' },
  ],
  load: () => import('./scale.ts'),
})
