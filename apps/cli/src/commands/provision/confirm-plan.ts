import {
  changesOfState,
  describeChange,
  refuseLossOfState,
  type StackPlan,
  unconfirmed,
} from '@semiont/operations/aws/deploy'
import { RefusedError } from '@semiont/operations/errors'
import { confirmSevere } from '../../shell/confirm-severe.ts'
import type { CommandContext } from '../../shell/context.ts'

export interface Confirmation {
  readonly plan: StackPlan
  /** What is about to be done, as a sentence. */
  readonly what: string
  /** Whether the person named the plan by its hash (`--plan`), having seen it. */
  readonly isNamed: boolean
}

/**
 * Lets a plan through that was confirmed: by its hash, by the environment's name (`--confirm`, or typed), and each stateful
 * resource that would end by its own name; and in a maintenance window, where these are enforced.
 * @throws RefusedError
 */
export async function confirmPlan(context: CommandContext, { plan, what, isNamed }: Confirmation): Promise<void> {
  const { flags, environmentName } = context
  const names = (flags.confirm ?? '').split(',').filter((name) => name !== '')
  refuseOtherNames(names, plan, environmentName)
  const typed = canAsk(context) ? await askForState(context, plan, names) : []
  refuseLossOfState(plan, [...names, ...typed])
  const { confirm: _, ...others } = flags
  const isConfirmed = isNamed || names.includes(environmentName)
  if (!isConfirmed && !canAsk(context))
    throw new RefusedError(
      `${what} That has to be confirmed; nothing was changed.`,
      `Execute exactly this plan with: --plan ${plan.hash}`,
    )
  await confirmSevere({ ...context, flags: { ...others, confirm: isConfirmed ? environmentName : undefined } }, what)
}

/** A name that fits nothing is a slip: of another environment, or of a resource that is not concerned. */
function refuseOtherNames(names: readonly string[], plan: StackPlan, environmentName: string): void {
  const known = [environmentName, ...changesOfState(plan.changes).map(({ logicalId }) => logicalId)]
  const other = names.find((name) => !known.includes(name))
  if (other === undefined) return
  throw new RefusedError(
    `--confirm names ${other}, which is neither the environment (${environmentName}) nor a resource whose state this plan would end. Nothing was changed.`,
    `Look at the plan ${plan.hash} again.`,
  )
}

function canAsk({ input, flags }: CommandContext): boolean {
  return input.isTTY === true && !flags.noInput
}

async function askForState(
  { prompt, output }: CommandContext,
  plan: StackPlan,
  confirmed: readonly string[],
): Promise<string[]> {
  const typed: string[] = []
  for (const change of unconfirmed(plan, confirmed)) {
    output.error(describeChange(change))
    typed.push(await prompt.ask(`Type ${change.logicalId} if that is meant:`))
  }
  return typed
}
