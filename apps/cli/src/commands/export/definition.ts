import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  collection: { type: 'string', value: '<name|id>', summary: 'what to write; without it and --resource, everything' },
  resource: { type: 'string', value: '<id>', multiple: true, summary: 'one document; may be given several times' },
  format: {
    type: 'string',
    summary: 'default jsonld',
    choices: ['jsonld', 'nquads', 'csv', 'brat', 'conll', 'markdown'],
  },
  to: {
    type: 'string',
    value: '<folder|file|->',
    summary: 'an empty folder, a new file, or - for standard output; else a new folder semiont-export-…',
  },
} as const satisfies OptionDefinitions

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'write documents and annotations as files that other programs read',
  description: `
A folder holds the documents byte for byte and the annotations in the format asked for; semiont import takes it in again. A
file (told by its extension: .jsonld, .nq, .csv, .conll) or standard output holds the annotations alone. brat and markdown
are files side by side, so they need a folder.

What a format cannot hold is counted and told. Rejected suggestions are not written. docs/exchange.md says for each format
what is kept.`,
  options,
  streams: ({ options: { to } }) => to === '-',
  dryRun: true,
  examples: [
    { line: 'semiont export --collection Notes', explains: 'Documents and W3C annotations in a new folder.' },
    { line: 'semiont export --collection Notes --format markdown --to vault', explains: 'A vault of notes.' },
    { line: 'semiont export --format csv --to annotations.csv', explains: 'All annotations as one table.' },
    {
      line: 'semiont export --format nquads --to - | gzip > all.nq.gz',
      explains: 'RDF statements on standard output.',
    },
  ],
  load: () => import('./export.ts'),
})
