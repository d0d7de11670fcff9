import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  plan: {
    type: 'string',
    value: '<hash>',
    summary: 'execute exactly the plan that was shown under this hash, and nothing else',
  },
  tested: { type: 'string', value: '<commit>', summary: 'the commit of the images, which CI has passed' },
  'skip-tests': { type: 'string', value: '<reason>', summary: 'deploy what was not tested; the reason is recorded' },
} as const satisfies OptionDefinitions

export const deploy = defineCommand({
  name: 'deploy',
  summary: 'let the services on AWS run the published images and the settings of the environment',
  description: [
    'Shows what AWS would change, as semiont provision does; --dry-run stops there and names the plan by a hash, --plan <hash> executes exactly that plan, which stands for the images as well. The environment is confirmed by --plan, --confirm=<environment> or by typing it, and maintenance windows are kept where they are enforced.',
    'Only what was tested is deployed: npm test has passed at the commit of the images on this machine, or --tested names the commit that CI has passed, which is taken from you and recorded.',
    'The database is migrated first, by a task of the new image that runs by itself, after a backup where there is anything to apply; what runs goes on meanwhile, as migrations only add. Then new tasks start beside the old ones. In the end every task must run the published image and be well, and the site answer through its own address. When it does not, image and template of before come back, and the command ends with 7; migrations stay.',
    'A first deployment makes everything without tasks, then role and tables of the database, then lets the services start. Broken off, it goes on with the same command.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont deploy --environment production --dry-run', explains: 'Shows the plan and its hash.' },
    {
      line: 'semiont deploy --environment production --plan 3f2a9c0d1e4b5a67 --tested 4f2a9c0d1e4b',
      explains: 'Executes exactly what was shown; CI has passed that commit.',
    },
  ],
  load: () => import('./deploy.ts'),
})
