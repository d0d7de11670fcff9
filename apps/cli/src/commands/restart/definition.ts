import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    multiple: true,
    choices: ['frontend', 'backend', 'worker', 'database', 'storage'],
    summary: 'only this service; may be given several times',
  },
} as const satisfies OptionDefinitions

export const restart = defineCommand({
  name: 'restart',
  summary: 'replace every process by a new one, without a lost request',
  description: [
    'Reads the environment and the secrets anew, so that what semiont configure has set takes effect, and migrates the database where a newer program needs that. Then, one replica after the other: a new one is started, becomes healthy, gets the requests; only then the old one finishes what it has begun and ends.',
    'When a new one does not become healthy, the old ones go on as they were, and the command says why and ends with 7.',
    'A service that semiont stop has stopped is started. The database is never restarted by this command.',
    'On AWS, ECS replaces the tasks; the image is fetched anew, the settings are those that were deployed last. The command waits until it is done, and verifies that every task was started by this restart, runs the image that its tag points to, and passes the health checks of its container and of the load balancer. When ECS goes back to what ran before, the command says why and ends with 7.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont restart', explains: 'Backend, worker and frontend, one process after the other.' },
    { line: 'semiont restart --service frontend', explains: 'Only the web application.' },
    {
      line: 'semiont restart --service backend',
      explains: 'Only the API, for example after semiont configure set jwt-secret.',
    },
  ],
  load: () => import('./restart.ts'),
})
