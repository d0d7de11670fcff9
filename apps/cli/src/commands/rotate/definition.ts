import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  status: { type: 'boolean', summary: 'say where the rotation is, and change nothing' },
  again: { type: 'boolean', summary: 'begin another one although one has just ended' },
  abandon: { type: 'boolean', summary: 'database-password on AWS: give up a rotation that AWS does not finish' },
  wait: { type: 'string', value: '<duration>', summary: 'how long to wait for AWS and for services; default 10m' },
} as const satisfies OptionDefinitions

export const rotate = defineCommand({
  name: 'rotate',
  summary: 'put a new secret into use in place of the present one, and let no request fail',
  description: `
A rotation goes in steps, each written down before the next begins. Whatever ends the command in between, typing it again goes on
where it was; it never begins a second one. \`--status\` shows where it is, who began it, and what stood in the way.

database-password on AWS: the function of AWS changes the password of the one of two users that is not in use, and makes it
current; a task opens the database with it; backend and worker are replaced; and no task of before is left. Those that run go on
with the other user all the while, whose password stays until the next rotation. If tasks still run with the password before the
present one, they are replaced first. A rotation that AWS has begun and does not finish (AWSPENDING is left behind) is named;
--abandon takes that label away, as AWS's guide says, which is refused once the new password is in use.

jwt-secret: a new key is made, every service learns to verify it, and only then one signs with it. The former key verifies what it
has signed until that has expired, and is dropped by the first restart an hour later. Nobody is signed out.

On this machine the password of the embedded database can be changed while the installation is stopped: the command says so.`,
  arguments: [
    {
      name: 'secret',
      summary: 'which; may be left out with --status',
      choices: ['database-password', 'jwt-secret'],
    },
  ],
  options,
  changes: ({ options: given }) => given.status !== true,
  locks: ({ options: given }) => given.status !== true,
  dryRun: true,
  examples: [
    {
      line: 'semiont rotate database-password --environment production',
      explains: 'Has AWS make a new password, and brings every service to use it.',
    },
    { line: 'semiont rotate jwt-secret', explains: 'Signs access tokens with a new key, and signs nobody out.' },
    {
      line: 'semiont rotate --status --environment production',
      explains: 'Where rotations are, and what stood in the way of one.',
    },
  ],
  load: () => import('./rotate.ts'),
})
