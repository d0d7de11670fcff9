import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  plan: {
    type: 'string',
    value: '<hash>',
    summary: 'execute exactly the plan that was shown under this hash, and nothing else',
  },
} as const satisfies OptionDefinitions

export const provision = defineCommand({
  name: 'provision',
  summary: 'make or change the infrastructure on AWS: network, database, files, secrets, backups',
  description: [
    'Makes the template of the infrastructure stack from the settings of the environment, asks AWS what would change, and shows it: what is added, changed, replaced and removed, and what of it holds state. --dry-run stops there and names the plan by a hash; --plan <hash> executes exactly that plan, and is refused when account, settings or template have changed since.',
    'What holds state (database, file system, keys, secrets, buckets, backups, logs, images) is replaced or removed only when --confirm names each resource: --confirm=Database4F2A,FilesC1D0. Ordinary changes want --plan <hash>, --confirm=<environment>, or the name of the environment typed at the terminal.',
    'Progress is what AWS tells of each resource. When one fails, everything is taken back, the reason of the first failure is told, and the command ends with 7. Ctrl-C ends watching; the change goes on in AWS.',
    'Needs the sources of Semiont (packages/cloud), the right to assume the roles of the CDK’s bootstrap stack, and an account that was bootstrapped once.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont provision --environment production --dry-run', explains: 'Shows the plan and its hash.' },
    {
      line: 'semiont provision --environment production --plan 3f2a9c0d1e4b5a67',
      explains: 'Executes exactly what was shown.',
    },
  ],
  load: () => import('./provision.ts'),
})
