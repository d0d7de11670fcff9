import { defineCommand } from '../../shell/command.ts'

export const version = defineCommand({
  name: 'version',
  summary: 'the versions of Semiont, Node and PostgreSQL',
  needsEnvironment: false,
  examples: [{ line: 'semiont version', explains: 'What to name when you ask for help.' }],
  load: () => import('./version.ts'),
})
