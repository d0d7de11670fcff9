import { NAMES } from '@semiont/config/aws-names'
import { IncompleteError, OperationError, RolledBackError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { readStackOutputs } from '../../account/stack-outputs.ts'
import {
  type AwsSecretStore,
  finishSecretsRoll,
  prepareSecretsForRoll,
  type SecretsPlace,
} from '../../secrets/index.ts'
import { listTaskArns } from '../../clients/ecs-tasks.ts'
import { onlyStartsServices } from '../plan/refusals.ts'
import { withAssembly } from '../provision.ts'
import { nameImage } from '../publish/publish-images.ts'
import type { CloudProgram } from '../stack/cdk.ts'
import { executePlan } from '../stack/execute-plan.ts'
import { preparePlan } from '../stack/prepare-plan.ts'
import { recordDeployed } from './deployed-record.ts'
import { goBack } from './go-back.ts'
import { bootstrapDatabase, migrateWithImage, type MigrationReport } from './migrations.ts'
import type { DeploymentPlan } from './plan-deployment.ts'
import { type RollVerdict, verifyRoll } from './verify-roll.ts'

export interface DeployOptions {
  readonly cloud: CloudProgram
  readonly secrets: AwsSecretStore
  readonly now: () => Date
}

export interface DeployReport {
  readonly tag: string
  readonly siteUrl: string
  readonly migrations: MigrationReport | null
  readonly verdict: RollVerdict
  /** Whether a new jwt-secret is known to all tasks and signs after one more restart. */
  readonly keyWaits: boolean
}

/**
 * Executes a confirmed plan: migrates first, lets the services roll, looks whether all is well, and goes back when it is not. A
 * first deployment makes everything without tasks, then role and tables of the database, then lets the services start. A plan
 * without changes is of a deployment that nobody has looked at in the end: that is done then.
 * @throws RolledBackError when everything runs as before, IncompleteError when it does not and somebody has to look
 */
export async function deployApplication(
  connection: AwsConnection,
  plan: DeploymentPlan,
  options: DeployOptions,
): Promise<DeployReport> {
  const { progress, signal } = options.cloud
  const secrets = await openSecretsRoll(connection, plan, options)
  const isOrdinary = plan.kind === 'ordinary'
  const migrations = isOrdinary ? await deployOrdinarily(connection, plan, options) : null
  const template = isOrdinary ? plan.template : await deployFirst(connection, plan, options)
  const siteUrl = (await readStackOutputs(connection, 'app')).get('SiteUrl')
  const verdict = await verifyRoll(connection, { digests: plan.digests, siteUrl }, { progress, signal })
  if (verdict.wrong.length > 0) throw await goBack(connection, plan, verdict.wrong, { progress, signal })
  const keyWaits = await secrets.finish()
  if (verdict.areTasksWell) await recordDeployed(connection, { tag: plan.tag, template })
  return { tag: plan.tag, siteUrl, migrations, verdict, keyWaits }
}

/** What the next tasks read is made complete; a new key may sign only when no task of before is left. */
async function openSecretsRoll(
  connection: AwsConnection,
  { kind, stack }: DeploymentPlan,
  { secrets, now, cloud }: DeployOptions,
): Promise<{ finish(): Promise<boolean> }> {
  if (stack === undefined) return { finish: async () => false }
  const { environment } = connection
  const place: SecretsPlace = { environment, store: secrets, now, progress: cloud.progress }
  const backends = async () => await listTaskArns(connection, { service: NAMES.services.backend })
  const before = kind === 'first' ? [] : await backends()
  const prepared = await prepareSecretsForRoll(place)
  return {
    finish: async () => {
      const areNew = (await backends()).every((arn) => !before.includes(arn))
      return areNew && (await finishSecretsRoll(place, prepared))
    },
  }
}

async function deployOrdinarily(
  connection: AwsConnection,
  plan: DeploymentPlan,
  { cloud, now }: DeployOptions,
): Promise<MigrationReport | null> {
  const { progress, signal } = cloud
  const isSameImage = plan.running === plan.tag
  const migrations = isSameImage ? null : await migrateWithImage(connection, { tag: plan.tag, now, progress, signal })
  try {
    if (plan.stack !== undefined) await executePlan(connection, plan.stack, { progress, signal })
  } catch (error) {
    if (!(error instanceof RolledBackError) || plan.running === null || isSameImage) throw error
    // What did not come up must not come with the next deployment, which may be about something else.
    await nameImage(connection, plan.running)
    const applied = migrations?.applied ?? []
    const stay =
      applied.length === 0 ? '' : ` These migrations stay, and what runs works with them: ${applied.join(', ')}.`
    throw new RolledBackError(`${error.message} The services run ${plan.running} as before.${stay}`, error.action, {
      cause: error,
    })
  }
  return migrations
}

/** @returns where the template with tasks is */
async function deployFirst(
  connection: AwsConnection,
  plan: DeploymentPlan,
  { cloud }: DeployOptions,
): Promise<string | null> {
  const { progress, signal } = cloud
  if (plan.kind === 'first' && plan.stack !== undefined) await executePlan(connection, plan.stack, { progress, signal })
  await orResume(connection, () => bootstrapDatabase(connection, { progress, signal }))
  const second = plan.kind === 'resumed' ? plan : await planSecondStep(connection, plan, cloud)
  if (second.stack !== undefined) await executePlan(connection, second.stack, { progress, signal })
  return second.template
}

/** With tasks, and nothing else that the first step did not have. */
async function planSecondStep(
  connection: AwsConnection,
  { tag, digests }: DeploymentPlan,
  cloud: CloudProgram,
): Promise<Pick<DeploymentPlan, 'stack' | 'template'>> {
  const { app } = connection.place.stacks
  const second = await withAssembly(connection, cloud, {}, async (assembly) => ({
    stack: await preparePlan(connection, cloud, { assembly, stack: app, besides: { tag, ...digests } }),
    template: await assembly.templateUrl(app),
  }))
  if (second.stack === undefined || onlyStartsServices(second.stack)) return second
  throw new IncompleteError(
    `The second step of the first deployment would change more than the number of tasks: somebody has changed ${app} or its settings meanwhile.`,
    `Look at the plan and go on with: semiont deploy --dry-run --environment ${connection.environment.name}`,
  )
}

async function orResume(connection: AwsConnection, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw new IncompleteError(
      `${connection.place.stacks.app} is made; its database is not ready, so no service was started: ${error.message}`,
      `${error.action} Then go on with: semiont deploy --environment ${connection.environment.name}`,
      { cause: error },
    )
  }
}
