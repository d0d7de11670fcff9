import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  'older-than': {
    type: 'string',
    value: '<duration>',
    summary: 'streams without an event for so long, at least 1d; default 30d',
  },
  'log-group': { type: 'string', value: '<name>', summary: 'another log group than that of the services' },
} as const satisfies OptionDefinitions

export const archiveLogs = defineCommand({
  name: 'archive-logs',
  summary: 'move old log streams on AWS to the archive bucket, and prove it before they are deleted',
  description: `
Each task of a service writes a stream of its own. Streams without an event for --older-than are exported to the log archive
bucket (output LogArchiveBucketName), read back from it and compared with the log group line by line; only then are they
deleted. Of a stream that is not completely in the archive, or was written to meanwhile, nothing is deleted. Beside the export
lies semiont-receipt.json: events, bytes and sha256 of each object.

AWS runs one export at a time in an account and takes minutes to hours for it. Whatever stops the command, typing it again goes
on where it was left. CloudWatch forgets events after aws.keep.logsDays by itself: archive before that. The scheduled function
semiont-archive-logs does it every week.

On this machine logs are files that are put aside at logs.rotateBytes, of which logs.keep stay.`,
  options,
  changes: true,
  locks: true,
  dryRun: true,
  examples: [
    { line: 'semiont archive-logs --environment production', explains: 'What is older than thirty days.' },
    {
      line: 'semiont archive-logs --older-than 7d --environment production --dry-run',
      explains: 'Which streams that would be; nothing is exported or deleted.',
    },
    {
      line: 'semiont archive-logs --log-group SemiontExecAudit --environment production',
      explains: 'The records of sessions of semiont exec.',
    },
  ],
  load: () => import('./archive-logs.ts'),
})
