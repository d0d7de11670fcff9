import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  service: {
    type: 'string',
    short: 's',
    value: '<name>',
    choices: ['frontend', 'backend', 'worker'],
    summary: 'in whose surroundings; backend if not said',
  },
  replica: { type: 'string', value: '<id>', summary: 'one of several: backend-2; on AWS the id of a task' },
} as const satisfies OptionDefinitions

export const exec = defineCommand({
  name: 'exec',
  summary: 'run a command in the surroundings of a service',
  description: [
    'The command is one word in quotes, handed to /bin/sh on the side of the service: $DB_HOST, $DB_PORT, $DB_NAME and $DB_USER expand there, next to everything else the service is configured with. Its input, output and signals are passed through. It is part of the audit trail; what it writes is not.',
    'The exit code is that of the command, whatever number it is: 127 when there is no such program, 128 and the number of the signal that ended it. On a machine without pg_isready a small one with the same options and answers stands in.',
    'On AWS it runs in a task, through ECS Exec: that needs AWS’s program session-manager-plugin on this machine, brings text alone, and both outputs on one, because there is a terminal on the other side. --replica takes the id of a task, or how it begins.',
    'With --json what it writes, up to a million characters of each, is in data.output and data.error.',
  ].join('\n\n'),
  arguments: [{ name: 'command', summary: 'what to run, in single quotes', required: true, variadic: true }],
  options,
  changes: true,
  dryRun: true,
  examples: [
    {
      line: "semiont exec --service backend 'pg_isready -h $DB_HOST -p $DB_PORT'",
      explains: 'Whether the backend can reach its database.',
    },
    { line: "semiont exec --service frontend 'env | sort'", explains: 'What the frontend is configured with.' },
  ],
  load: () => import('./exec.ts'),
})
