import { defineCommand } from '../../shell/command.ts'

export const verify = defineCommand({
  name: 'verify',
  summary: 'prove that an archive can be restored, without touching the installation',
  description: [
    'Restores the archive into a database and a folder of its own, compares every row and every document with what was archived, verifies the hash chains of all events, and removes both again. Says how old the archive is against backup.rpoHours, and how long restoring takes here against backup.rtoMinutes.',
    'On AWS it restores database and files into copies of their own, has a task verify the hash chain of every event, and removes the copies; that takes half an hour or more, and costs what runs costs for as long.',
  ].join('\n\n'),
  arguments: [{ name: 'archive', summary: 'path or name of the archive; else the newest of the environment' }],
  examples: [
    { line: 'semiont verify', explains: 'The newest archive; ends with 3 when anything is wrong with it.' },
    { line: 'semiont verify /mnt/backups/semiont-production-20260131T120000Z.tar.zst', explains: 'This one.' },
  ],
  load: () => import('./verify.ts'),
})
