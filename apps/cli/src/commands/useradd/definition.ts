import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  email: { type: 'string', value: '<address>', summary: 'of the person; who has it already is changed' },
  name: { type: 'string', value: '<name>', summary: 'as others see it' },
  role: {
    type: 'string',
    value: '<role>',
    summary: 'what they may do; default member',
    choices: ['administrator', 'moderator', 'member', 'reader'],
  },
  hours: { type: 'string', value: '<number>', summary: 'how long the sign-in link works; default 24, at most 168' },
  agent: { type: 'boolean', summary: 'a program instead of a person: it gets a token instead of a link' },
  software: { type: 'string', value: '<name>', summary: 'for --agent: the program; default its name' },
  model: { type: 'string', value: '<name>', summary: 'for --agent: the model it runs on' },
  scope: {
    type: 'string',
    multiple: true,
    value: '<scope>',
    summary: 'for --agent: what its token may do; default read and annotate',
    choices: ['read', 'annotate', 'write', 'admin'],
  },
  days: {
    type: 'string',
    value: '<number>',
    summary: 'for --agent: how long its token works; default 90, at most 366',
  },
} as const satisfies OptionDefinitions

export const useradd = defineCommand({
  name: 'useradd',
  summary: 'register a person or an agent, and print the link or token that lets them in',
  description: `
A person is registered under an e-mail address and gets a link that signs them in once; they can also come in through an identity
provider with that address. Somebody who has the address already gets the name and role given, and a new link.

An agent is a program with an identity of its own, owned by the first administrator; its token is printed this once.
The application must be running.`,
  options,
  changes: true,
  dryRun: true,
  examples: [
    {
      line: 'semiont useradd --email anna@example.org --name "Anna Alt" --role moderator',
      explains: 'Registers Anna and prints her sign-in link.',
    },
    { line: 'semiont useradd --email anna@example.org --role administrator', explains: 'Gives Anna another role.' },
    {
      line: 'semiont useradd --agent --name "Nightly reader" --scope read --scope annotate',
      explains: 'Registers a program and prints its token.',
    },
  ],
  load: () => import('./useradd.ts'),
})
