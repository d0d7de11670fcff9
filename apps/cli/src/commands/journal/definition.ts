import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  procedure: { type: 'string', value: '<name>', summary: 'which procedure of the maintenance guide it belongs to' },
  since: { type: 'string', value: '<time>', summary: 'for show: from then on: 30d, or 2026-01-31T12:00:00Z' },
  until: { type: 'string', value: '<time>', summary: 'for show: until then' },
  limit: { type: 'string', value: '<number>', summary: 'for show: the newest so many; default 100' },
} as const satisfies OptionDefinitions

export const journal = defineCommand({
  name: 'journal',
  summary: 'keep and read the maintenance journal: what was done, when, by whom',
  description: `
The journal is the audit trail as people read it: every change that a command made, every maintenance notice, and the notes
that people add about what they did by hand, each with its time in UTC. It is one chain with the trail: semiont audit verify
proves notes as well.`,
  arguments: [
    { name: 'action', summary: 'what to do; default show', choices: ['show', 'add'] },
    { name: 'text', summary: 'for add: what was done', variadic: true },
  ],
  options,
  dryRun: true,
  examples: [
    {
      line: 'semiont journal add "Reviewed the alarms; all respond" --procedure weekly',
      explains: 'Notes what was done by hand.',
    },
    { line: 'semiont journal show --since 30d', explains: 'All maintenance of the last month with its times.' },
    { line: 'semiont journal show --json', explains: 'The same for a report.' },
  ],
  load: () => import('./journal.ts'),
})
