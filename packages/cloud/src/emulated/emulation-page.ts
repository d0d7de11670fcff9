import { type Emulation, RECORDED_OPERATIONS, RESOURCE_TYPES, STAND_INS } from './emulation-table.ts'

/** docs/aws-emulation.md: what stands behind `npm run test:aws`, and what does not. */
export function emulationPage(): string {
  return `${[
    '# The emulated AWS account',
    '<!-- Made by `npm run generate` from packages/cloud/src/emulated/emulation-table.ts. -->',
    'No account is needed to test the stacks: `npm run test:aws` starts [moto](https://docs.getmoto.org)’s server, puts both ' +
      'synthesized templates into it and runs every `aws …` command of the maintenance guide against it, with the ordinary ' +
      'client. It proves names, outputs, spelling and the shape of answers. It does not prove that AWS accepts a template ' +
      '(cfn-lint and cdk-nag judge that), nor that anything scales, blocks or rings.',
    '## Resources',
    'A template with a type that is not listed is refused. Made by CloudFormation: moto makes the resource from the ' +
      'template. By the API: moto’s CloudFormation leaves the type out without a word, or has no value for references to it, so ' +
      'the same properties go to the service’s own operation. Not at all: there is an identifier for others to refer to, and no more.',
    table(['type', 'made', 'what it lacks'], Object.entries(RESOURCE_TYPES).map(rowOf)),
    'The transform `AWS::SecretsManager-2024-09-16` and the rules of the templates are not evaluated. What is made by the ' +
      'API may be without its tags.',
    '## What runs',
    'Before moto stands a front that answers these operations over the same wire protocol, from something that happens: state ' +
      'that goes on by itself, processes of this machine, bytes. They prove what `semiont` does with such answers and what the ' +
      'built backend does with the definitions of the templates. They do not prove that AWS does the same.',
    table(
      ['operation', 'answer', 'leaves open'],
      Object.entries(STAND_INS).map(([name, { answers, lacks }]) => [`\`${name}\``, answers, lacks]),
    ),
    '## Answers that prove nothing',
    'These operations are answered by the same front from what a test has put ' +
      'down beforehand. They show that a command is spelled as AWS’s client wants it, and how its answer is read.',
    table(
      ['operation', 'answer', 'because'],
      Object.entries(RECORDED_OPERATIONS).map(([name, { answers, because }]) => [`\`${name}\``, answers, because]),
    ),
  ].join('\n\n')}\n`
}

function rowOf([type, emulation]: [string, Emulation]): string[] {
  const name = `\`${type}\``
  if (emulation.by === 'nothing') return [name, '**not at all**', emulation.because]
  const { by, lacks } = emulation
  if (by === 'api') return [name, 'by the API', lacks ?? '']
  const without = (emulation.without ?? []).map((property) => `without \`${property}\`, at which moto fails`)
  return [name, 'by CloudFormation', [...without, ...(lacks === undefined ? [] : [lacks])].join('; ')]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
