import { defineCommand } from '../../shell/command.ts'

export const secrets = defineCommand({
  name: 'secrets',
  summary: 'say which secrets are missing, placeholders or stale, and never show one',
  description: `
\`check\` (what it does without a word) goes through every secret that the environment needs: whether it is there, whether it is
a placeholder such as "changeme" or easy to guess, how old it is (older than monitoring.thresholds.secretAgeDays is stale), which
services use it, and what to type. It ends with 3 when there is something to do.

Access tokens are signed with the keys of jwt-secret. A new one (\`semiont configure <environment> set jwt-secret\`) begins as
"next": backends that start from then on verify it, none signs with it. \`semiont restart\` renews all of them, and once more when
every one knows it: then it is "active". The one before is "retiring": it verifies what it has signed until that has expired, and
is dropped an hour later. So nobody is signed out. \`revoke jwt-secret\` ends the retiring ones at once, for a secret that somebody
else may know.`,
  arguments: [
    { name: 'action', summary: 'what to do; default check', choices: ['check', 'revoke'] },
    { name: 'name', summary: 'for revoke: jwt-secret', choices: ['jwt-secret'] },
  ],
  changes: ({ arguments: [action] }) => action === 'revoke',
  dryRun: true,
  examples: [
    { line: 'semiont secrets', explains: 'Every secret of the environment, its state, its age, and what to do.' },
    { line: 'semiont secrets check --environment production --json', explains: 'The same for a program.' },
    { line: 'semiont secrets revoke jwt-secret', explains: 'Refuses what former keys have signed.' },
  ],
  load: () => import('./secrets.ts'),
})
