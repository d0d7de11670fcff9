import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  actor: {
    type: 'string',
    value: '<name>',
    summary: 'only what someone of that name did (part of the name is enough)',
  },
  command: { type: 'string', value: '<command>', summary: 'only uses of this command' },
  outcome: {
    type: 'string',
    value: '<outcome>',
    summary: 'only what ended so',
    choices: ['succeeded', 'partial', 'failed', 'refused', 'interrupted', 'never-ended', 'running'],
  },
  since: { type: 'string', value: '<time>', summary: 'from then on: 7d, or 2026-01-31T12:00:00Z' },
  until: { type: 'string', value: '<time>', summary: 'until then' },
  limit: { type: 'string', value: '<number>', summary: 'the newest so many; default 50' },
  head: {
    type: 'string',
    value: '<sequence:hash>',
    summary: 'what `semiont audit head` printed once: the trail must still contain it',
  },
} as const satisfies OptionDefinitions

export const audit = defineCommand({
  name: 'audit',
  summary: 'show who changed what, and prove that the record of it is whole',
  description: `
Every command that changes something is a record of the audit trail of its environment: who (account, machine, address of the
SSH connection, and what SEMIONT_ACTOR claims), when (UTC), what was typed without secrets, what it was before and after, how
it ended and how long it took. The trail is the file audit/trail.jsonl in the folder of the environment (.semiont, or
.semiont/environments/<name>): one JSON object a line, each with the SHA-256 of the one before.

\`show\` lists what happened, the newest last. A command that was killed is shown as never ended.
\`verify\` recomputes the chain, with nothing but the file, and names the first record that was edited, removed, inserted,
moved or cut off; it ends with 3 when there is one. \`head\` prints how far the trail goes: note it elsewhere (in a ticket, a
mail, another machine) and \`verify --head\` proves later that nothing up to there was written anew.

To export the trail, copy the file.

The trail of an installation on AWS is in its operations bucket (output OperationsBucketName), one object a record, the same
for everyone who operates it. A record that could not be written there is kept in the folder of the environment, the command
says so, and the next one hands it on; until semiont provision has made the bucket, all of them are.`,
  arguments: [
    { name: 'action', summary: 'what to do; default show', choices: ['show', 'verify', 'head'] },
    { name: 'file', summary: 'for verify: a copy of a trail, else that of the environment' },
  ],
  options,
  examples: [
    { line: 'semiont audit show --since 7d', explains: 'What was changed during the last week, and by whom.' },
    { line: 'semiont audit show --command restart --outcome failed', explains: 'Restarts that failed.' },
    { line: 'semiont audit verify', explains: 'Whether the record is whole.' },
    { line: 'semiont audit verify trail-2026-01.jsonl', explains: 'The same of a copy, on any machine.' },
    { line: 'semiont audit head', explains: 'What to note elsewhere, so that rewriting the trail is noticed.' },
  ],
  load: () => import('./audit.ts'),
})
