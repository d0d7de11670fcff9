import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  'to-time': {
    type: 'string',
    value: '<time>',
    summary: 'instead of an archive: the database as it was at that moment, where database.walArchiving is on',
  },
  'keep-old': { type: 'boolean', summary: 'keep the database so far beside the restored one' },
} as const satisfies OptionDefinitions

export const restore = defineCommand({
  name: 'restore',
  summary: 'make the installation what it was when an archive was made',
  description: [
    'All of it or nothing: the archive is checked byte for byte, loaded beside the installation and compared; then both change places, and services that run are stopped for that moment. Everything keeps its ids. When anything fails, everything is as it was before.',
    'An installation that holds something is replaced only with --confirm=<environment>. Configuration files that are there stay as they are; secrets are not in archives.',
    'On AWS database and files are restored into an instance and a file system of their own beside what runs, from a backup (semiont backup list) or to any moment within database.backupRetentionDays; nothing is overwritten or stopped. A task verifies the events of the copy. The answer says what to type to put it in the place of what runs: that is not done by itself. Until it is removed, a copy costs as much as what runs.',
  ].join('\n\n'),
  arguments: [{ name: 'archive', summary: 'path of the archive, or its name in the folder of backups' }],
  options,
  changes: true,
  locks: true,
  dryRun: true,
  examples: [
    {
      line: 'semiont restore backups/semiont-local-20260131T120000Z.tar.zst',
      explains: 'Into an installation without documents, or after asking.',
    },
    {
      line: 'semiont restore semiont-production-20260131T120000Z.tar.zst --environment production --confirm=production',
      explains: 'Replaces everything in production, where that is not on AWS.',
    },
    {
      line: 'semiont restore semiont-production-20260131T021500Z --environment production',
      explains: 'On AWS: a copy beside what runs.',
    },
    {
      line: 'semiont restore --to-time 2026-01-31T11:59:00Z --confirm=local',
      explains: 'The last moment before the mistake; Semiont must be stopped.',
    },
  ],
  load: () => import('./restore.ts'),
})
