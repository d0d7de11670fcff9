import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  name: { type: 'string', value: '<name>', summary: 'what the installation is called; else the name of the folder' },
  'admin-email': { type: 'string', value: '<address>', summary: 'who is asked when the installation needs a person' },
  domain: {
    type: 'string',
    value: '<domain>',
    multiple: true,
    summary: 'an e-mail domain that may sign in through a provider; may be repeated',
  },
  force: { type: 'boolean', summary: 'replace files that are there' },
} as const satisfies OptionDefinitions

export const init = defineCommand({
  name: 'init',
  summary: 'make a project: its settings for local, staging and production',
  description: `
Writes semiont.json (what holds everywhere) and environments/local.json, staging.json and production.json, and keeps out of
version control where local environments have data, secrets and backups (.semiont, backups). Files that are there are kept. At a terminal it asks for
what the options do not say; without one, or with --no-input, it takes defaults.

The three environments may run side by side on one machine: on the ports 4000, 4100 and 4200. Production runs two replicas of
backend and frontend and keeps to its maintenance windows; staging is production without that. Each file names its JSON Schema,
so editors complete and explain what may be in it.`,
  arguments: [{ name: 'folder', summary: 'where; else here' }],
  options,
  needsEnvironment: false,
  dryRun: true,
  examples: [
    { line: 'semiont init', explains: 'Asks, and makes a project in this folder.' },
    {
      line: 'semiont init archive --name "City archive" --admin-email ada@example.org --domain example.org --no-input',
      explains: 'Makes one without asking.',
    },
  ],
  load: () => import('./init.ts'),
})
