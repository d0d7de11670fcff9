import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** Something a linter says about one resource of a template. */
export interface LinterFinding {
  readonly id: string
  /** `SemiontInfraStack/Database…`: stack and logical id. */
  readonly resource: string
  readonly says: string
}

/** @param templates are paths of `<stack>.template.json` files. @throws when the linter itself fails */
export async function runCfnLint(programs: string, templates: readonly string[]): Promise<LinterFinding[]> {
  const output = await run(join(programs, 'cfn-lint'), ['--format', 'json', '--', ...templates])
  const found = JSON.parse(output || '[]') as readonly CfnLintMatch[]
  return found.map(({ Rule, Message, Filename, Location }) => {
    const [, logicalId = ''] = Location.Path ?? []
    return { id: Rule.Id, resource: `${stackOf(Filename)}/${logicalId}`, says: Message }
  })
}

interface CfnLintMatch {
  readonly Rule: { readonly Id: string }
  readonly Message: string
  readonly Filename: string
  readonly Location: { readonly Path: readonly string[] | null }
}

/** @param folder holds the templates. @throws when the linter itself fails */
export async function runCheckov(programs: string, folder: string): Promise<LinterFinding[]> {
  const options = ['--framework', 'cloudformation', '--compact', '--quiet', '--skip-download', '--output', 'json']
  const output = await run(join(programs, 'checkov'), ['--directory', folder, ...options])
  const { results, summary } = JSON.parse(output) as CheckovReport
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${summary.parsing_errors} templates.`)
  return results.failed_checks.map(({ check_id: id, check_name: says, file_path: file, resource }) => {
    const [, logicalId = resource] = resource.split('.')
    return { id, resource: `${stackOf(file)}/${logicalId}`, says }
  })
}

interface CheckovReport {
  readonly summary: { readonly parsing_errors: number }
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string
      readonly check_name: string
      readonly file_path: string
      readonly resource: string
    }[]
  }
}

function stackOf(file: string): string {
  return file.split('/').at(-1)?.replace('.template.json', '') ?? file
}

/** Linters end with a code of their own when they find something; only what cannot be read is a failure. */
async function run(program: string, args: readonly string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout.trim().startsWith('[') || stdout.trim().startsWith('{')) resolve(stdout)
      else if (error === null) resolve('[]')
      else reject(new Error(`${program} failed:\n${stderr.slice(-2000)}`, { cause: error }))
    })
  })
}
