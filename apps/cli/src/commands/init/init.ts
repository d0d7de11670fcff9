import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { findProjectProblems, planProject, type ProjectAnswers, type ProjectPlan } from '@semiont/config'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'

const SCHEMAS = join('node_modules', '@semiont', 'config', 'generated')

/** Makes a project, and that becomes the first record of its audit trail: before, there is nowhere to record that it begins. */
export const run: Run<typeof options> = async (context, input) => {
  const {
    arguments: [folder],
    options: given,
  } = input
  const directory = resolve(context.workingDirectory, folder ?? '.')
  if (existsSync(directory) && !statSync(directory).isDirectory())
    throw new UsageError(`${folder ?? directory} is a file, not a folder.`)
  const answers = await ask(context, directory, given)
  const plan = await planProject(directory, answers, { replace: given.force === true })
  if (context.flags.dryRun) return describePlan(plan, directory)
  await plan.write()
  const problems = await findProjectProblems(directory)
  const made = describeProject(context, plan, directory, problems, answers)
  if (plan.files.some(({ action }) => action !== 'keep')) await record(context, input, directory, plan, made.exitCode)
  return made
}

async function record(
  context: CommandContext,
  { arguments: args, options: given }: Input<typeof options>,
  directory: string,
  { files }: ProjectPlan,
  exitCode: number,
): Promise<void> {
  const { env, environmentName } = context
  const { appendToTrail, currentActor, redactArguments } = await import('@semiont/operations/audit')
  await appendToTrail(stateDirectoryOf({ directory, name: environmentName }), {
    kind: 'command',
    id: randomUUID(),
    at: context.now().toISOString(),
    actor: currentActor(env),
    environment: environmentName,
    command: 'init',
    arguments: redactArguments(args, given),
    outcome: 'succeeded',
    exitCode,
    after: { files },
  })
}

async function ask(
  context: CommandContext,
  directory: string,
  given: Input<typeof options>['options'],
): Promise<ProjectAnswers> {
  const asks = context.input.isTTY === true && !context.flags.noInput && !existsSync(join(directory, 'semiont.json'))
  const question = async (option: string | undefined, text: string, fallback: string) =>
    option ?? (asks ? await context.prompt.ask(text, { fallback }) : fallback)
  const name = await question(given.name, 'What is the installation called?', defaultName(directory))
  const adminEmail = await question(given['admin-email'], 'E-mail address of who looks after it (may be empty)', '')
  const domains =
    given.domain ??
    (await question(undefined, 'E-mail domains that may sign in through a provider, a,b (may be empty)', '')).split(',')
  return {
    name: name.trim(),
    ...(adminEmail.trim() === '' ? {} : { adminEmail: adminEmail.trim() }),
    domains: domains.map((domain) => domain.trim()).filter((domain) => domain !== ''),
    schemaFolder: schemaFolder(directory),
  }
}

function defaultName(directory: string): string {
  return basename(directory).slice(0, 80) || 'Semiont'
}

/** As seen from the project: through `node_modules` where the project is in or beside a package that has it, which fits every clone. */
function schemaFolder(directory: string): string {
  const installed = nearestFolder(directory, SCHEMAS)
  const folder = installed ?? nearestFolder(import.meta.dirname, SCHEMAS)
  return folder === undefined ? SCHEMAS.split(sep).join('/') : relative(directory, folder).split(sep).join('/')
}

function nearestFolder(from: string, wanted: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, wanted)
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

function describePlan({ files }: ProjectPlan, directory: string): Answer {
  return answer([`In ${directory}:`, ...files.map(({ file, action }) => `  would ${action} ${file}`)].join('\n'), {
    directory,
    files,
    problems: [],
  })
}

function describeProject(
  { workingDirectory }: CommandContext,
  { files }: ProjectPlan,
  directory: string,
  problems: readonly string[],
  { name }: ProjectAnswers,
): Answer {
  const of = (...actions: string[]) => files.filter(({ action }) => actions.includes(action)).map(({ file }) => file)
  const written = of('write', 'replace', 'extend')
  const kept = of('keep').filter((file) => file !== '.gitignore')
  const here = relative(workingDirectory, directory)
  const data = { directory, name, files, problems }
  const text = [
    written.length === 0
      ? `${directory} is a project already. Nothing was changed.`
      : `Made the project ${name} in ${directory}: ${written.join(', ')}.`,
    ...(kept.length > 0 && written.length > 0 ? [`Kept as it was: ${kept.join(', ')}. To replace: --force`] : []),
  ]
  if (problems.length > 0)
    return answer(
      [
        ...text,
        'But not all of it is valid:',
        ...problems.map((problem) => `  - ${problem}`),
        'Correct that, then: semiont configure validate',
      ].join('\n'),
      data,
      EXIT.findings,
    )
  return answer([...text, `Next: ${here === '' ? '' : `cd ${here} && `}semiont start`].join('\n'), data)
}
