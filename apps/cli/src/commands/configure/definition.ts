import { isSecretPath } from '@semiont/config/is-secret-path'
import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'
import { environmentInWords } from './words.ts'

export const options = {
  generate: { type: 'boolean', summary: 'for jwt-secret and database-password: make one that nobody has seen' },
  'from-file': { type: 'string', value: '<path>', summary: 'for secrets: read it from this file' },
} as const satisfies OptionDefinitions

export const configure = defineCommand({
  name: 'configure',
  summary: 'show and change settings and secrets of an environment',
  description: `
Settings are in semiont.json (for every environment) and environments/<name>.json; \`_extends\` in one of these begins with
another. Objects are merged, lists are replaced. Secrets are never in these files.

\`show\` prints what holds and which file says so, \`list\` the environments, \`validate\` checks all files of all environments
and ends with 3 when something is wrong. \`get\`, \`set\` and \`unset\` take the path of a setting (site.name,
services.backend.replicas). Lists are typed as a,b or as JSON. A change is made in the file of the environment, only if the
environment is valid with it.

The environment may be the first word: \`configure production set …\` is \`configure set … --environment production\`. A first
word that is one of the actions is the action; so an environment that is called "show" needs --environment.

Secrets have names with a hyphen or a slash: jwt-secret, database-password, oauth/google (and any other provider of
security.oidc.providers), smtp-password. They are typed without being shown, piped in, or read from a file,
never given as an argument, where the shell's history and the list of processes would show them. oauth/<provider> takes two
lines, client id and client secret, or JSON: {"clientId": "…", "clientSecret": "…"}. A jwt-secret or database-password is made
when nothing is given and nobody can be asked. A new jwt-secret signs after \`semiont restart\`, which signs nobody out; see
\`semiont secrets\`. The database-password can be changed while the installation is stopped;
on AWS it is made anew by \`semiont rotate database-password\`.`,
  arguments: [
    { name: 'environment', summary: 'whose settings; may be left out' },
    { name: 'action', summary: 'show, list, validate, get, set or unset; without one: show' },
    { name: 'path', summary: 'a setting such as site.name, or a secret such as jwt-secret' },
    { name: 'value', summary: 'for set: the new value; never for secrets', variadic: true },
  ],
  options,
  environmentIn: ({ arguments: words }) => environmentInWords(words),
  changes: ({ arguments: words }) => isChange(words),
  dryRun: true,
  examples: [
    {
      line: 'semiont configure production set jwt-secret',
      explains: 'Asks for a secret of at least 32 characters, or makes one.',
    },
    {
      line: 'semiont configure production set oauth/google',
      explains: 'Asks for client id and client secret of Google sign-in.',
    },
    { line: 'semiont configure show site', explains: 'Name, domains, contacts, and which file says so.' },
    {
      line: 'semiont configure production set site.oauthAllowedDomains example.com,example.org',
      explains: 'Who may sign in through a provider.',
    },
    { line: 'semiont configure validate', explains: 'Checks every environment.' },
  ],
  load: () => import('./configure.ts'),
})

/** A secret given as an argument is refused; nothing changes, and no record is to hold it. */
function isChange(words: readonly string[]): boolean {
  const [action = '', path = '', ...value] = environmentInWords(words) === undefined ? words : words.slice(1)
  if (action !== 'set' && action !== 'unset') return false
  return !(isSecretPath(path) && value.length > 0)
}
