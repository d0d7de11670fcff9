import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCloudApp } from '../synthesize.ts'
import { LARGE, settingsWith, SMALLEST } from '../testing/synthesized.ts'
import { ACKNOWLEDGED_FINDINGS } from './acknowledged-findings.ts'
import { type LinterFinding, runCfnLint, runCheckov } from './linters.ts'

/**
 * Holds the templates of the smallest and of a large environment against cfn-lint and checkov: everything they say must be
 * acknowledged, and every acknowledgement must still be needed. `lint-templates.ts <folder of the programs>`
 */
const [programs = ''] = process.argv.slice(2)
const problems: string[] = []
const needed = new Set<string>()

for (const [name, given] of Object.entries({ smallest: SMALLEST, large: LARGE })) {
  const outdir = mkdtempSync(join(tmpdir(), 'semiont-cdk-'))
  createCloudApp({ name, settings: settingsWith(given) }, { outdir }).app.synth()
  const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'))
  const paths = templates.map((file) => join(outdir, file))
  const findings = [...(await runCfnLint(programs, paths)), ...(await runCheckov(programs, outdir))]
  judge(name, findings)
}
for (const { id, path } of ACKNOWLEDGED_FINDINGS)
  if (!needed.has(`${id} ${path}`)) problems.push(`${id} on ${path} is acknowledged and no longer found: remove it.`)
for (const { id, path, until } of ACKNOWLEDGED_FINDINGS)
  if (until <= new Date().toISOString().slice(0, 10))
    problems.push(`${id} on ${path} was to be looked at before ${until}.`)

process.stdout.write(
  problems.length === 0
    ? `cfn-lint and checkov find nothing but ${needed.size} acknowledged things.\n`
    : `${problems.join('\n')}\n`,
)
process.exitCode = problems.length === 0 ? 0 : 1

function judge(environment: string, findings: readonly LinterFinding[]): void {
  for (const { id, resource, says } of findings) {
    const known = ACKNOWLEDGED_FINDINGS.find((one) => one.id === id && resource.startsWith(one.path))
    if (known) needed.add(`${known.id} ${known.path}`)
    else problems.push(`${id} on ${resource} (${environment} environment): ${says}`)
  }
}
