import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    multiple: true,
    choices: ['frontend', 'backend', 'worker', 'database'],
    summary: 'only of this service; may be given several times',
  },
  since: { type: 'string', value: '<time>', summary: 'from then on: 15m, 7d, or 2026-01-31T12:00:00Z' },
  until: { type: 'string', value: '<time>', summary: 'up to then' },
  level: {
    type: 'string',
    value: '<level>',
    choices: ['debug', 'info', 'warn', 'error'],
    summary: 'this level and above',
  },
  grep: { type: 'string', value: '<words>', summary: 'only lines with all of these words, in any case' },
  request: { type: 'string', value: '<id>', summary: 'all that one request did, in every service' },
  limit: { type: 'string', value: '<number>', summary: 'the newest so many; 200 if not said, at most 100000' },
  follow: { type: 'boolean', short: 'f', summary: 'go on with what is written, until Ctrl-C' },
} as const satisfies OptionDefinitions

export const logs = defineCommand({
  name: 'logs',
  summary: 'show what the services have logged',
  description: [
    'One line per entry, in the order of time over all services and replicas: time, level, service, message, other fields, and the id of the request. Secrets are hidden, and nothing in a line can steer the terminal.',
    'On AWS these are the lines in CloudWatch Logs, and without --since those of the last seven days. What a service writes arrives there some seconds later.',
    'With --json the answer is one object whose data.entries holds them with all their fields and stacks; with --json --follow each entry is an object on a line of its own.',
  ].join('\n\n'),
  options,
  streams: (input) => input.options.follow === true,
  examples: [
    {
      line: 'semiont logs --service backend --since 15m',
      explains: 'What the backend did in the last quarter of an hour.',
    },
    { line: 'semiont logs --level error --since 1d', explains: 'Every error since yesterday, of all services.' },
    { line: 'semiont logs --request 1877ffee0b37a8a9db78ecbd578a4866', explains: 'What happened in one request.' },
    { line: 'semiont logs --follow --grep "sign-in"', explains: 'Lines about signing in as they come.' },
  ],
  load: () => import('./logs.ts'),
})
