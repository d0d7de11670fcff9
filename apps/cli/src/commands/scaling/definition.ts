import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  since: {
    type: 'string',
    value: '<time>',
    summary: 'what happened from then on: 7d (the default), or 2026-01-31T12:00:00Z',
  },
} as const satisfies OptionDefinitions

export const scaling = defineCommand({
  name: 'scaling',
  summary: 'show how the services on AWS scale, and what scaling did to them and why',
  description: [
    'For each service: how many tasks run and are desired, the bounds it scales within, whether that is suspended, what makes it scale, and every scaling activity since then with its cause, the newest last. AWS keeps them for six weeks.',
    'What AWS does not tell is called unknown, and the command ends with 4. On this machine the number of processes is fixed; there is no history.',
  ].join('\n\n'),
  options,
  examples: [
    { line: 'semiont scaling', explains: 'What scaled during the last week.' },
    { line: 'semiont scaling --since 1d --json', explains: 'The last day, for a program.' },
  ],
  load: () => import('./scaling.ts'),
})
