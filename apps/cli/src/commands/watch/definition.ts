import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'
import { options as logOptions } from '../logs/definition.ts'

const { follow: _follow, limit: _limit, ...filters } = logOptions

export const options = {
  ...filters,
  follow: { type: 'boolean', short: 'f', summary: 'without a terminal: go on instead of ending' },
  interval: { type: 'string', value: '<duration>', summary: 'how often to look; if not said 2s, on AWS 20s' },
  window: {
    type: 'string',
    value: '<duration>',
    summary: 'what numbers are over; if not said 1m live, 5m otherwise, on AWS 15m',
  },
} as const satisfies OptionDefinitions

export const watch = defineCommand({
  name: 'watch',
  summary: 'look at what happens: services, requests, errors, jobs, logs',
  description: [
    'At a terminal it is a live view; ? in it shows the keys. Everywhere else (a pipe, --plain, --json, NO_COLOR) it prints what there is and ends: `watch logs` the entries of the last day, at most 10000, the others how things are now. With --follow it goes on.',
    'With --json the answer is one object; with --json --follow one object a line.',
  ].join('\n\n'),
  arguments: [
    { name: 'view', summary: 'what to look at; everything if not said', choices: ['services', 'metrics', 'logs'] },
  ],
  options,
  streams: (input) => input.options.follow === true,
  examples: [
    { line: 'semiont watch', explains: 'Everything, live.' },
    {
      line: 'semiont watch logs --service backend | grep -i error',
      explains: 'Errors of the backend of the last day.',
    },
    { line: 'semiont watch logs --service frontend | grep -i error', explains: 'The same of the frontend.' },
    { line: 'semiont watch services', explains: 'Running and desired replicas of each service.' },
    {
      line: 'semiont watch metrics --window 1h --plain',
      explains: 'Requests, errors, response times of the last hour.',
    },
  ],
  load: () => import('./watch.ts'),
})
