import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  subject: {
    type: 'string',
    value: '<text>',
    summary: 'what it is about; default: Semiont Platform Maintenance Notification',
  },
  contact: {
    type: 'string',
    multiple: true,
    value: '<contact>',
    summary: 'mail this contact of the site too',
    choices: ['primary', 'secondary', 'emergency', 'oauth', 'database'],
  },
  since: { type: 'string', value: '<time>', summary: 'for history: from then on: 30d, or 2026-01-31T12:00:00Z' },
  limit: { type: 'string', value: '<number>', summary: 'for history: the newest so many; default 50' },
} as const satisfies OptionDefinitions

export const notify = defineCommand({
  name: 'notify',
  summary: 'send a maintenance notice to everyone who is to have it',
  description: `
A notice goes to every webhook of maintenance.notices (as JSON by POST, tried again while the receiver has trouble), and by mail
to its addresses and to the primary and secondary contact of the site (site.contacts); the password of the mail server is the
secret smtp-password. It is also printed, unless maintenance.notices.standardOutput is false.

On AWS it is published to the topic of the installation first (output SNSTopicArn), with message and subject as
\`aws sns publish\` would; who has subscribed there and confirmed it gets it. The receipt says how many these are.

The answer has a receipt for each receiver, and ends with 4 when one did not get it. Every notice is kept in the audit trail with
its receipts: \`semiont notify history\` shows them. A message of - is read from standard input.`,
  arguments: [{ name: 'message', summary: 'what to tell; or the word history', required: true, variadic: true }],
  options,
  dryRun: true,
  examples: [
    {
      line: 'semiont notify "Scheduled maintenance starting at $(date)" --subject "Semiont Platform Maintenance Notification"',
      explains: 'Tells everyone.',
    },
    { line: 'semiont notify "Test" --dry-run', explains: 'Who would get it; nothing is sent.' },
    { line: 'semiont notify history --since 30d', explains: 'What was sent, and who got it.' },
    {
      line: 'semiont configure set smtp-password',
      explains: 'Asks for the password of the mail server.',
    },
  ],
  load: () => import('./notify.ts'),
})
