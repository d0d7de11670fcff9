import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  format: { type: 'string', summary: 'for export', choices: ['csv', 'json'] },
  hours: { type: 'string', value: '<number>', summary: 'for link: how long it works; default 24, at most 168' },
} as const satisfies OptionDefinitions

const CHANGING = ['disable', 'enable', 'role', 'link']

export const users = defineCommand({
  name: 'users',
  summary: 'review who may do what, and change roles and access',
  description: `
People and agents with their role, last sign-in, last use, working tokens and collections. list, show and export need the
database alone; the application may be stopped. \`export\` is what a quarterly review of permissions asks for: a table for a
spreadsheet, or JSON.

disable, enable and role take effect at once, also for those who are signed in; they need the running application. The last
active administrator can be neither disabled nor demoted. Add people and agents with \`semiont useradd\`.`,
  arguments: [
    {
      name: 'action',
      summary: 'what to do; default list',
      choices: ['list', 'show', 'export', 'disable', 'enable', 'role', 'link'],
    },
    { name: 'user', summary: 'id, e-mail address or name; for export: the file to write, else standard output' },
    { name: 'role', summary: 'for role', choices: ['administrator', 'moderator', 'member', 'reader'] },
  ],
  options,
  changes: ({ arguments: [action = 'list'] }) => CHANGING.includes(action),
  dryRun: true,
  examples: [
    { line: 'semiont users', explains: 'Everyone, with role, last sign-in and last use.' },
    { line: 'semiont users show anna@example.org', explains: 'One of them, with tokens and collections.' },
    { line: 'semiont users export access-review.csv', explains: 'The access review, for a spreadsheet.' },
    { line: 'semiont users role anna@example.org moderator', explains: 'Gives another role.' },
    { line: 'semiont users disable anna@example.org', explains: 'Ends their access at once; what they wrote stays.' },
    { line: 'semiont users link anna@example.org', explains: 'A link that signs them in once.' },
  ],
  load: () => import('./users.ts'),
})
