import { z } from 'zod'
import { environmentSchema } from './environment-schema.ts'
import { listSettings, type Setting } from './setting-schema.ts'
import { valueAt } from './settings-path.ts'
import { unwrapSchema } from './unwrap-schema.ts'

const INTRODUCTION = `# Settings

What may stand in \`semiont.json\` (for every environment) and in \`environments/<name>.json\` (for one). \`_extends\` in an environment
file begins with another environment: objects are merged, lists are replaced. Unknown keys are refused with the nearest known one.
Editors complete and explain these files by the JSON Schema that \`$schema\` in them names. Secrets are never in them:
\`semiont configure <environment> set <secret>\`.

See what holds, and which file says so: \`semiont configure show\`. Change it: \`semiont configure <environment> set <path> <value>\`.

This page is made by \`npm run generate\`.
`

/** The page of all settings, as Markdown: one table for each section. */
export function settingsPage(): string {
  const defaults: unknown = environmentSchema.parse({ aws: {} })
  const settings = listSettings()
  const sections = settings.filter(({ path, kind }) => kind === 'section' && !path.includes('.'))
  const single = settings.filter(({ path, kind }) => kind !== 'section' && !path.includes('.'))
  const tables = sections.map(({ path, description }) => {
    const rows = settings.filter((setting) => setting.path.startsWith(`${path}.`) && setting.kind !== 'section')
    return [`## ${path}`, '', ...(description === undefined ? [] : [description, '']), ...table(rows, defaults)].join(
      '\n',
    )
  })
  return `${[INTRODUCTION, table(single, defaults).join('\n'), ...tables].join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`
}

function table(rows: readonly Setting[], defaults: unknown): string[] {
  const cells = rows.map((setting) => {
    const value = valueAt(defaults, setting.path)
    const shown = value === undefined ? '' : `\`${JSON.stringify(value)}\``
    return `| \`${setting.path}\` | ${typeOf(setting)} | ${shown} | ${setting.description ?? ''} |`
  })
  return ['| setting | what it takes | default | |', '|---|---|---|---|', ...cells]
}

function typeOf({ schema, kind }: Setting): string {
  const inner = unwrapSchema(schema)
  if (inner instanceof z.ZodEnum) return inner.options.map((option) => `\`${option}\``).join(', ')
  return { section: 'section', list: 'list', number: 'number', boolean: '`true` or `false`', text: 'text' }[kind]
}
