import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError, OperationError, RefusedError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'
import {
  type ChangeSet,
  createChangeSet,
  deleteChangeSet,
  findChangeSet,
  listChangeSets,
} from '../../clients/change-sets.ts'
import { findStack, readTemplate } from '../../clients/cloudformation.ts'
import { findParameter } from '../../clients/ssm.ts'
import { planOf, sha256, type StackPlan } from '../plan/plan.ts'
import { type Assembly, type CloudProgram, prepareChangeSet } from './cdk.ts'
import { notBootstrapped } from './explain-cdk.ts'
import { readFormerTemplate } from './former-template.ts'
import { judgeStack } from './stack-state.ts'

/** Plans of ours: what others have prepared is not ours to execute. */
const PREFIX = 'semiont-'
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version'

/** What is part of a plan beside the change set: the digests of images. */
export type Besides = Readonly<Record<string, string>>

/**
 * Whether the stack can be changed now.
 * @throws LockedError while somebody changes it, IncompleteError with the way out when it is broken or the account not bootstrapped
 */
export async function assertChangeable(connection: AwsConnection, stackName: string): Promise<'new' | 'ready'> {
  if ((await findParameter(connection, BOOTSTRAP_VERSION)) === undefined) throw notBootstrapped(connection)
  const stack = await findStack(connection, stackName)
  const judged = judgeStack(
    stack && {
      stack: stackName,
      status: stack.status,
      statusReason: stack.statusReason,
      since: stack.changedAt?.toISOString() ?? null,
      region: connection.place.region,
    },
  )
  if (typeof judged === 'string') return judged
  throw judged
}

/** A plan of what the assembly’s template would change; undefined when that is nothing. */
export async function preparePlan(
  connection: AwsConnection,
  cloud: CloudProgram,
  { assembly, stack, besides = {} }: { assembly: Assembly; stack: string; besides?: Besides },
): Promise<StackPlan | undefined> {
  const changeSet = newName()
  cloud.progress.step(`Asking AWS what ${stack} would become.`)
  await prepareChangeSet(connection, cloud, { assembly, stack, changeSet })
  return await readPlan(connection, { stack, changeSet, besides })
}

/**
 * A plan back: a former template, or where that is not kept any more the one that is deployed, with the parameters read anew.
 * @param templateUrl of the former template
 */
export async function preparePlanBack(
  connection: AwsConnection,
  given: { stack: string; templateUrl?: string; besides?: Besides; signal: AbortSignal },
): Promise<StackPlan | undefined> {
  const { stack, templateUrl, besides = {}, signal } = given
  const found = await findStack(connection, stack)
  if (found === undefined) throw new IncompleteError(`There is no stack ${stack}.`, 'There is nothing to take back.')
  const name = newName()
  const former = templateUrl === undefined ? undefined : await readFormerTemplate(connection, templateUrl)
  const has = ({ name: parameter }: { name: string }) => former?.parameters.includes(parameter) ?? true
  const keep = found.parameters.filter(has).map((parameter) => parameter.name)
  await createChangeSet(connection, { stack, name, keep, ...(former === undefined ? {} : { templateUrl: former.url }) })
  await untilMade(connection, { stack, name, signal })
  return await readPlan(connection, { stack, changeSet: name, besides })
}

/**
 * The plan that was shown under this hash, if it still holds.
 * @param template that this folder would deploy; undefined where the folder has no say
 * @throws RefusedError when the account, the template or an image has changed since, or there was no such plan
 */
export async function findPlan(
  connection: AwsConnection,
  given: { stack: string; hash: string; template?: string; besides?: Besides; again: string },
): Promise<StackPlan> {
  const { stack, hash, template, besides = {}, again } = given
  for (const changeSet of await listChangeSets(connection, stack)) {
    const plan = changeSet.startsWith(PREFIX) ? await readPlan(connection, { stack, changeSet, besides }) : undefined
    if (plan?.hash !== hash) continue
    if (template === undefined || sha256(template) === plan.template) return plan
    throw new RefusedError(
      `The plan ${hash} was made from other settings or another version of packages/cloud than are in this folder now. Nothing was changed.`,
      `Make a new one: ${again}`,
    )
  }
  throw new RefusedError(
    `There is no plan ${hash} for ${stack} any more: the account, an image or the template has changed since, or it is done. Nothing was changed.`,
    `Make a new one: ${again}`,
  )
}

/** Undefined when the change set would change nothing, or is none that can be executed; the first kind is removed. */
async function readPlan(
  connection: AwsConnection,
  { stack: stackName, changeSet: name, besides }: { stack: string; changeSet: string; besides: Besides },
): Promise<StackPlan | undefined> {
  const [stack, changeSet] = await Promise.all([
    findStack(connection, stackName),
    findChangeSet(connection, stackName, name),
  ])
  if (stack === undefined || changeSet === undefined) return undefined
  if (changeSet.status === 'FAILED') {
    if (!changesNothing(changeSet)) throw failedToPlan(stackName, changeSet)
    await deleteChangeSet(connection, stackName, name)
    return undefined
  }
  if (changeSet.executionStatus !== 'AVAILABLE') return undefined
  const template = await readTemplate(connection, stackName, name)
  return planOf({ ...connection.place, stack, changeSet, template, besides })
}

async function untilMade(
  connection: AwsConnection,
  { stack, name, signal }: { stack: string; name: string; signal: AbortSignal },
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await findChangeSet(connection, stack, name)
    if (found !== undefined && !/PENDING|IN_PROGRESS/.test(found.status)) return
    await delay(PAUSE_MILLISECONDS, undefined, { signal })
  }
  throw new IncompleteError(
    `AWS has not finished the change set ${name} of ${stack} within five minutes.`,
    'Type the command again; nothing was changed.',
  )
}

const PAUSE_MILLISECONDS = 1_000
const ATTEMPTS = 300

function changesNothing({ statusReason, changes }: ChangeSet): boolean {
  return changes.length === 0 && /didn't contain changes|No updates are to be performed/.test(statusReason ?? '')
}

function failedToPlan(stack: string, { statusReason }: ChangeSet): OperationError {
  return new OperationError(
    `AWS cannot make a plan for ${stack}: ${statusReason ?? 'it does not say why'}`,
    'Nothing was changed. Put the template or its settings right, then type this again.',
  )
}

function newName(): string {
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${PREFIX}${now}-${randomBytes(3).toString('hex')}`
}
