import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IncompleteError, OperationError } from '../../../errors.ts'
import type { Progress } from '../../../platform/platform.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { lastLines, runProgram } from '../run-program.ts'
import { explainCdk } from './explain-cdk.ts'
import { templateUrl } from './template-url.ts'

/** The CDK app that makes both templates, and whose environment it makes them for. */
export interface CloudProgram {
  /** The folder of Semiont itself. */
  readonly repository: string
  /** The project whose `environments/` are read. */
  readonly project: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What synthesis has written: templates, and the files that go with them. */
export interface Assembly {
  readonly folder: string
  /** The text of a template. */
  template(stack: string): Promise<string>
  /** Where a template is put before it is deployed, as CloudFormation takes it; null where the CDK does not say. */
  templateUrl(stack: string): Promise<string | null>
  remove(): Promise<void>
}

/**
 * Makes the templates of the environment from packages/cloud, whose dependencies are installed first where they are not.
 * @param values of the app's context, by name
 * @throws IncompleteError when this Semiont came without packages/cloud, OperationError when a template cannot be made
 */
export async function synthesize(
  connection: AwsConnection,
  cloud: CloudProgram,
  values: Readonly<Record<string, string>> = {},
): Promise<Assembly> {
  await ensureCdk(cloud)
  cloud.progress.step('Making the templates.')
  const folder = await mkdtemp(join(tmpdir(), 'semiont-assembly-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const context = Object.entries(values).flatMap(([name, value]) => ['--context', `${name}=${value}`])
    const { code, output } = await cdk(connection, cloud, ['synth', '--quiet', '--output', folder, ...context])
    if (code !== 0)
      throw new OperationError(
        `The templates cannot be made:\n${lastLines(output)}`,
        `See it whole: cd ${cloudFolder(cloud)} && SEMIONT_ENV=${connection.environment.name} npx cdk synth`,
      )
    return {
      folder,
      remove,
      template: (stack) => readFile(join(folder, `${stack}.template.json`), 'utf8'),
      templateUrl: async (stack) =>
        templateUrl(await readFile(join(folder, 'manifest.json'), 'utf8'), stack, connection),
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/**
 * Publishes what a template needs (itself, code of functions) and makes a change set of it, which is not executed. The CDK's own
 * command does both with the roles of the bootstrap stack, as `npx cdk deploy` would.
 * @throws IncompleteError when the account is not bootstrapped or a parameter is missing, RefusedError without the right
 */
export async function prepareChangeSet(
  connection: AwsConnection,
  cloud: CloudProgram,
  { assembly, stack, changeSet }: { assembly: Assembly; stack: string; changeSet: string },
): Promise<void> {
  const { code, output } = await cdk(connection, cloud, [
    'deploy',
    stack,
    '--exclusively',
    ...['--app', assembly.folder, '--method', 'prepare-change-set', '--change-set-name', changeSet],
    ...['--require-approval', 'never', '--progress', 'events'],
  ])
  if (code !== 0) throw explainCdk(lastLines(output), connection)
}

async function cdk(connection: AwsConnection, cloud: CloudProgram, args: readonly string[]) {
  const program = join(cloudFolder(cloud), CDK)
  return await runProgram([process.execPath, program, ...args, '--no-color', '--no-notices'], {
    folder: cloudFolder(cloud),
    signal: cloud.signal,
    env: {
      ...cloud.env,
      SEMIONT_PROJECT: cloud.project,
      SEMIONT_ENV: connection.environment.name,
      AWS_REGION: connection.place.region,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      // A warning about the age of this Node would be taken for what went wrong.
      NODE_NO_WARNINGS: '1',
    },
  })
}

const CDK = join('node_modules', 'aws-cdk', 'bin', 'cdk')

function cloudFolder({ repository }: CloudProgram): string {
  return join(repository, 'packages', 'cloud')
}

async function ensureCdk(cloud: CloudProgram): Promise<void> {
  const { repository, env, signal, progress } = cloud
  if (!existsSync(join(cloudFolder(cloud), 'package.json')))
    throw new IncompleteError(
      'This Semiont came without packages/cloud, which makes the stacks.',
      'Type it in a clone of the repository: npm run semiont -- provision',
    )
  if (existsSync(join(cloudFolder(cloud), CDK))) return
  progress.step('Installing what packages/cloud needs (300 MB).')
  const script = [process.execPath, join(repository, 'scripts', 'install.mjs')] as const
  const { code, output } = await runProgram(script, { folder: repository, env, signal })
  if (code !== 0)
    throw new OperationError(
      `What packages/cloud needs cannot be installed:\n${lastLines(output)}`,
      `See it whole: cd ${repository} && node scripts/install.mjs`,
    )
}
