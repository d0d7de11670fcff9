import { defineCommand } from '../../shell/command.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = defineCommand({
  name: 'completion',
  summary: 'print a script that lets the shell complete commands, options and environments',
  description: 'The script knows every command, option and choice; environments it looks up in the project folder.',
  arguments: [{ name: 'shell', summary: 'the shell you type in', required: true, choices: SHELLS }],
  needsEnvironment: false,
  examples: [
    {
      line: 'source <(semiont completion bash)',
      explains: 'For this shell; put the line into ~/.bashrc for every one.',
    },
    { line: 'source <(semiont completion zsh)', explains: 'The same for zsh, after compinit in ~/.zshrc.' },
    {
      line: 'semiont completion fish > ~/.config/fish/completions/semiont.fish',
      explains: 'fish reads this folder by itself.',
    },
  ],
  load: () => import('./completion.ts'),
})
