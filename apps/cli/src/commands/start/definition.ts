import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  port: {
    type: 'string',
    value: '<number>',
    summary: 'the public port; else SEMIONT_PORT, else that of the environment',
  },
  detach: {
    type: 'boolean',
    short: 'd',
    summary: 'run in the background: return when it is healthy, and outlive the terminal',
  },
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    multiple: true,
    choices: ['frontend', 'backend', 'worker'],
    summary: 'in an installation that runs, start this service again; may be given several times',
  },
  replicas: {
    type: 'string',
    value: '<number>',
    summary: 'how many processes of --service to run, until it is stopped',
  },
} as const satisfies OptionDefinitions

export const start = defineCommand({
  name: 'start',
  summary: 'run Semiont, on this machine until Ctrl-C or in the background',
  description: [
    'Starts the database, the backend, the worker and the frontend, waits until each is healthy, and prints the address. On the very first start it also prints a link that signs the administrator in once.',
    'Services that end or hang are started again. One that ends again and again is tried only from time to time, and semiont status says so.',
    'How many processes of a service run is services.<name>.replicas of the environment; --replicas changes it for now, without a stop.',
    'On AWS it starts the services that semiont stop has stopped, as many tasks of each as its scaling keeps at least, lets them scale again, waits until they are well, and returns.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  // A start of everything has a lock of its own, for as long as it runs.
  locks: (input) => input.options.service !== undefined,
  examples: [
    { line: 'semiont start', explains: 'Starts everything, prints the address, and runs until Ctrl-C.' },
    { line: 'semiont start --detach', explains: 'The same in the background; end it with semiont stop.' },
    { line: 'semiont start --port 4001', explains: 'On another port.' },
    { line: 'semiont start --service worker', explains: 'Starts the worker again that semiont stop has stopped.' },
    {
      line: 'semiont start --service backend --replicas 3',
      explains: 'Three backends share the requests from now on.',
    },
  ],
  load: () => import('./start.ts'),
})
