import { defineCommand } from '../../shell/command.ts'

export const adminLink = defineCommand({
  name: 'admin-link',
  summary: 'print a link that signs the administrator in once',
  changes: true,
  dryRun: true,
  examples: [{ line: 'semiont admin-link', explains: 'Another one, when the first was lost.' }],
  load: () => import('./admin-link.ts'),
})
