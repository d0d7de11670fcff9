import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LARGE, settingsWith, SMALLEST, synthesize } from '../testing/synthesized.ts'

/**
 * Writes down what CloudFormation calls for each type of resource of the application stack, as AWS publishes it with the type's
 * schema; cfn-lint carries the schemas. `read-handler-permissions.ts <folder of the programs>`
 */
const [programs = ''] = process.argv.slice(2)
const library = join(dirname(programs), 'lib')
const python = readdirSync(library).find((name) => name.startsWith('python')) ?? ''
const schemas = join(library, python, 'site-packages/cfnlint/data/schemas')

interface TypeSchema {
  readonly typeName: string
  readonly handlers?: Readonly<Record<string, { readonly permissions?: readonly string[] }>>
}

const wanted = new Set(
  [SMALLEST, LARGE, { site: { adminEmail: 'admin@example.org' } }].flatMap((given) =>
    Object.values(
      synthesize(settingsWith(given)).application.toJSON().Resources as Record<string, { Type: string }>,
    ).map(({ Type }) => Type),
  ),
)
const types = new Map<string, Set<string>>()
for (const file of readdirSync(join(schemas, 'resources'))) {
  const { typeName, handlers = {} } = JSON.parse(readFileSync(join(schemas, 'resources', file), 'utf8')) as TypeSchema
  if (!wanted.has(typeName)) continue
  const known = types.get(typeName) ?? new Set()
  for (const handler of ['create', 'read', 'update', 'delete'])
    for (const permission of handlers[handler]?.permissions ?? []) known.add(permission)
  types.set(typeName, known)
}
const { schema_date: date } = JSON.parse(readFileSync(join(schemas, 'version.json'), 'utf8')) as { schema_date: string }
const sorted = [...types].toSorted(([left], [right]) => left.localeCompare(right))
const table = Object.fromEntries(sorted.map(([type, permissions]) => [type, [...permissions].toSorted()]))
const target = new URL('../infra/access/handler-permissions.json', import.meta.url)
writeFileSync(target, `${JSON.stringify({ schemasOf: date.slice(0, 10), types: table }, null, 2)}\n`)
