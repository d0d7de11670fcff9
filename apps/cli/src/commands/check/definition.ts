import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    multiple: true,
    choices: ['frontend', 'backend', 'worker', 'database', 'storage'],
    summary: 'only what concerns this service; may be given several times',
  },
  full: { type: 'boolean', summary: 'verify every event and every stored document, however long it takes' },
  deep: { type: 'boolean', summary: 'start a stopped database for that long, to look into it' },
} as const satisfies OptionDefinitions

export const check = defineCommand({
  name: 'check',
  summary: 'say what is wrong, why probably, and what to type next',
  description: [
    'Looks at every service, the database, migrations, jobs, the chain of events, documents, secrets, the certificate, clock, disk, memory and backups. It works while Semiont is stopped or its configuration is broken, and changes nothing. What could not be learned is said to be unknown, never fine.',
    'On AWS it looks at the account instead: whose keys are in use, both stacks, deployments and tasks that ended, targets, scaling, database, files, recovery points, secrets and their rotation, CloudFront, firewall, alarms, who gets notices, the budget, logs and what is recorded. A missing right leaves its own check unknown and the rest goes on. Migrations, the chain of events and the sign-in of domains are looked at with --full only: a task of its own has to be started for each.',
    'The exit code is 0 when everything is well, 3 when there is something to act on, 4 when something that matters could not be learned. Limits are those of monitoring.thresholds in the environment.',
  ].join('\n\n'),
  options,
  examples: [
    {
      line: 'semiont check',
      explains: 'How everything is, and the next command to type for each thing that is not well.',
    },
    { line: 'semiont check --service backend', explains: 'Only what concerns the backend.' },
    { line: 'semiont check --verbose', explains: 'Each check with what it saw.' },
    { line: 'semiont check --json', explains: 'For a program: verdict, services, checks and findings.' },
    { line: 'semiont check --full', explains: 'Verify the whole event log and every stored document.' },
    { line: 'semiont check --environment production', explains: 'Another environment.' },
  ],
  load: () => import('./check.ts'),
})
