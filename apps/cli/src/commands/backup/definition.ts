import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  to: { type: 'string', value: '<folder|file>', summary: 'where to put it; else backup.directory, else backups' },
  incremental: { type: 'boolean', summary: 'leave out documents that earlier archives in the same folder hold' },
  keep: {
    type: 'string',
    value: '<number>',
    summary: 'when it is done, remove all but so many of the newest archives of the environment',
  },
} as const satisfies OptionDefinitions

export const backup = defineCommand({
  name: 'backup',
  summary: 'put database, documents and configuration into one archive',
  description: [
    'Everything as it was at one moment, while work goes on: the content of the database, the bytes of all documents, and the configuration without its secrets. The archive is a zstd-compressed tar that ordinary programs unpack; README.txt in it says what is where. It is complete or not there at all.',
    'Secrets are not in it: keep them elsewhere, or set them again after a restore with semiont configure.',
    'On AWS it makes a recovery point of the database and then one of the files in the backup vault of the installation, beside those that the plan makes there every day; both end after aws.keep.backupDays. That takes some ten minutes.',
    'semiont backup list shows what there is to go back to, the newest first.',
  ].join('\n\n'),
  arguments: [{ name: 'list', summary: 'what there is already; nothing is made', choices: ['list'] }],
  options,
  changes: (input) => input.arguments[0] !== 'list',
  dryRun: true,
  examples: [
    { line: 'semiont backup', explains: 'An archive semiont-<environment>-<time>.tar.zst in the folder backups.' },
    { line: 'semiont backup --to /mnt/backups --keep 14', explains: 'On another disk, where the 14 newest stay.' },
    {
      line: 'semiont backup --incremental',
      explains: 'Only documents that came since the last one; the database whole.',
    },
    { line: 'semiont backup list', explains: 'Names of what can be restored.' },
    { line: 'semiont backup --environment production', explains: 'On AWS: recovery points in the vault.' },
  ],
  load: () => import('./backup.ts'),
})
