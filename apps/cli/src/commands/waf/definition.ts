import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  since: {
    type: 'string',
    value: '<time>',
    summary: 'what happened from then on: 7d (the default), or 2026-01-31T12:00:00Z',
  },
} as const satisfies OptionDefinitions

export const waf = defineCommand({
  name: 'waf',
  summary: 'review the firewall on AWS: what it turned away, which rules do anything, which versions they have',
  description: [
    'Requests that were blocked, by rule, address, country and path, from the firewall’s own log group; which rules never matched or only count; the versions of the managed rule groups and whether there are newer ones; and requests of signed-in people to the API that were turned away, perhaps by mistake.',
    'AWS’s own samples reach three hours back, whatever one asks for; they are used only where the log cannot be read, and the answer says so. Addresses are those of visitors as CloudFront tells them.',
    'The exit code is 3 when there is something to act on, and 4 when a part is not known.',
  ].join('\n\n'),
  options,
  examples: [
    { line: 'semiont waf', explains: 'The last week.' },
    { line: 'semiont waf --since 1d --json', explains: 'The last day, for a program.' },
  ],
  load: () => import('./waf.ts'),
})
