import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  collection: {
    type: 'string',
    value: '<name|id>',
    summary: 'where to put it, made where it is missing; else what the first path is called',
  },
  format: {
    type: 'string',
    summary: 'what the files are; default auto: by name and content',
    choices: ['auto', 'text', 'markdown', 'html', 'jsonld', 'hypothesis', 'brat', 'conll', 'csv'],
  },
  'on-conflict': {
    type: 'string',
    summary: 'a document of this path with another content is here: skip (default) leaves it, new adds one beside it',
    choices: ['skip', 'new'],
  },
} as const satisfies OptionDefinitions

export const importCommand = defineCommand({
  name: 'import',
  summary: 'take in documents and annotations from files, folders and archives',
  description: `
Text, Markdown, HTML, PDF and everything else as documents; an Obsidian vault with its links as references between notes;
annotations from W3C JSON-LD, Hypothesis exports, brat, CoNLL and CSV; folders, zip and tar archives of these. Nothing is
fetched from anywhere. docs/exchange.md says for each format what is kept.

Run it again at any time: what is here already is left out, so an import that was interrupted goes on. A file that cannot be
taken in never stops the others: each is named with its reason, and the command ends with 4.`,
  arguments: [{ name: 'path', summary: 'a file, a folder, or a zip or tar archive', required: true, variadic: true }],
  options,
  changes: true,
  dryRun: true,
  examples: [
    { line: 'semiont import letters', explains: 'A folder, into the collection "letters".' },
    { line: 'semiont import vault.zip --collection Notes', explains: 'A vault of notes, into the collection "Notes".' },
    {
      line: 'semiont import hypothesis.json --collection Notes',
      explains: 'Annotations of pages that were saved there.',
    },
    { line: 'semiont import corpus --format conll --dry-run', explains: 'Says what would be made of it.' },
  ],
  load: () => import('./import.ts'),
})
