import { defineCommand } from '../../shell/command.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'say whether Semiont runs here, and where',
  examples: [{ line: 'semiont status', explains: 'The address, since when, and how to stop it.' }],
  load: () => import('./status.ts'),
})
