import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  to: { type: 'string', value: '<tag>', summary: 'this former image; else the one that was deployed before' },
  plan: { type: 'string', value: '<hash>', summary: 'go back exactly as was shown under this hash' },
} as const satisfies OptionDefinitions

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'let the services on AWS run a former image again',
  description: [
    'Back to what was deployed before and seen to run well: its images, and the template it had. Going back again goes further back. --dry-run lists where one can go, and names the way back by a hash.',
    'What is not taken back: migrations of the database, which only add, so that a former version works with them; documents and data; the infrastructure stack. To go back with the data as well, see semiont restore.',
    'New tasks start beside the old ones and are looked at as in semiont deploy.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont rollback --environment production --dry-run', explains: 'Where one can go back to.' },
    {
      line: 'semiont rollback --environment production --confirm=production',
      explains: 'To what was deployed before.',
    },
    {
      line: 'semiont rollback --environment production --to 4f2a9c0d1e4b-5a6730c1e2f4 --confirm=production',
      explains: 'To this one.',
    },
  ],
  load: () => import('./rollback.ts'),
})
