import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    multiple: true,
    choices: ['frontend', 'backend', 'worker', 'database'],
    summary: 'only this service; may be given several times',
  },
} as const satisfies OptionDefinitions

export const stop = defineCommand({
  name: 'stop',
  summary: 'stop Semiont, or one of its services; everything is kept',
  description: [
    'What the services have begun is finished first, then the database writes everything and ends. Documents, database, secrets and logs stay where they are.',
    'The database stops only together with everything else. Where nothing runs there is nothing to do, and that is no error.',
    'On AWS the services are stopped: none of their tasks is to run, and scaling is suspended with its bounds as they are. Database, documents, secrets, load balancer and alarms stay, and cost what they cost.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont stop', explains: 'Stops everything, whichever terminal started it, and waits until it is done.' },
    { line: 'semiont stop --service worker', explains: 'Jobs wait; everything else goes on.' },
  ],
  load: () => import('./stop.ts'),
})
