import { type EnvironmentSummary, summarizeEnvironments } from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'

/** The environments of the project, and what each begins with. */
export async function list({ directory, environmentName }: CommandContext): Promise<Answer> {
  const environments = await summarizeEnvironments(directory)
  const width = Math.max(...environments.map(({ name }) => name.length))
  const lines = environments.map(
    (environment) =>
      `${environment.name === environmentName ? '*' : ' '} ${environment.name.padEnd(width)}   ${describe(environment)}`,
  )
  return answer([...lines, '', 'What holds in one: semiont configure <environment> show'].join('\n'), {
    environments,
    chosen: environmentName,
  })
}

function describe({ platform, extends: base, files, findings }: EnvironmentSummary): string {
  if (findings.length > 0) return 'not valid; see: semiont configure validate'
  const from = files.length === 0 ? 'defaults only' : files.join(' < ')
  return `${platform ?? ''}   ${base === null ? '' : `extends ${base}   `}${from}`
}

/** Findings of all files of all environments. */
export async function validate({ directory }: CommandContext): Promise<Answer> {
  const environments = await summarizeEnvironments(directory)
  const findings = [...new Set(environments.flatMap((environment) => environment.findings))]
  const names = environments.map(({ name }) => name)
  const data = {
    environments: environments.map(({ name, findings: wrong }) => ({ name, valid: wrong.length === 0 })),
    findings,
  }
  if (findings.length === 0) return answer(`All ${names.length} environments are valid: ${names.join(', ')}.`, data)
  const wrong = environments.filter((environment) => environment.findings.length > 0).map(({ name }) => name)
  return answer(
    [
      `Not valid: ${wrong.join(', ')}.`,
      ...findings.map((finding) => `  - ${finding}`),
      'Correct the files named, then: semiont configure validate',
    ].join('\n'),
    data,
    EXIT.findings,
  )
}
