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
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  examples: [
    { line: 'semiont backup', explains: 'An archive semiont-<environment>-<time>.tar.zst in the folder backups.' },
    { line: 'semiont backup --to /mnt/backups --keep 14', explains: 'On another disk, where the 14 newest stay.' },
    {
      line: 'semiont backup --incremental',
      explains: 'Only documents that came since the last one; the database whole.',
    },
  ],
  load: () => import('./backup.ts'),
})
