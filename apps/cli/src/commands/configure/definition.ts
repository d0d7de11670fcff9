import { defineCommand } from '../../shell/command.ts'

export const configure = defineCommand({
  name: 'configure',
  summary: 'show and change settings and secrets of an environment',
  arguments: [
    { name: 'environment', summary: 'whose settings', required: true },
    { name: 'action', summary: 'what to do', required: true, choices: ['set'] },
    { name: 'path', summary: 'jwt-secret or oauth/<provider>', required: true },
  ],
  changes: true,
  examples: [
    { line: 'semiont configure production set jwt-secret', explains: 'Asks for a secret of at least 32 characters.' },
    {
      line: 'semiont configure production set oauth/google',
      explains: 'Asks for the client secret of Google sign-in.',
    },
  ],
  load: () => import('./configure.ts'),
})
