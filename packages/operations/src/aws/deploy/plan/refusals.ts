import { RefusedError } from '../../../errors.ts'
import { changesOfState, type PlannedChange } from './change-plan.ts'
import { describeChange } from './describe-plan.ts'
import type { StackPlan } from './plan.ts'

/** The stateful resources of a plan that were not confirmed by name. Pure. */
export function unconfirmed(plan: StackPlan, confirmed: readonly string[]): PlannedChange[] {
  return changesOfState(plan.changes).filter(({ logicalId }) => !confirmed.includes(logicalId))
}

/** @throws RefusedError naming each stateful resource that would be removed or replaced and was not confirmed by its name */
export function refuseLossOfState(plan: StackPlan, confirmed: readonly string[]): void {
  const open = unconfirmed(plan, confirmed)
  if (open.length === 0) return
  const names = changesOfState(plan.changes).map(({ logicalId }) => logicalId)
  throw new RefusedError(
    [
      `This would end what holds state:`,
      ...open.map((change) => `  ${describeChange(change)}`),
      'Nothing was changed.',
    ].join('\n'),
    `Take a backup first (semiont backup). If it is meant, confirm each by name: --plan ${plan.hash} --confirm=${names.join(',')}`,
  )
}

/**
 * Whether the second step of a first deployment does nothing but let the services run that the first one has made. Pure.
 * Everything of it was part of the plan that was confirmed.
 */
export function onlyStartsServices(plan: StackPlan): boolean {
  const STARTED = ['AWS::ECS::Service', 'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::CDK::Metadata']
  return plan.changes.every(({ type, action }) => STARTED.includes(type) && action !== 'remove' && action !== 'replace')
}
