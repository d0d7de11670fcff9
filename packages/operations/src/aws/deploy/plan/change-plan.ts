import type { ResourceChange } from '../../clients/change-sets.ts'
import { stateIn } from './stateful-types.ts'

/** `mayReplace`: CloudFormation decides while it runs. */
export type PlannedAction = 'add' | 'modify' | 'replace' | 'mayReplace' | 'remove' | 'import'

/** What becomes of what the physical resource holds that goes: deleted, kept beside the stack, a snapshot of it, or not known. */
export type Fate = 'lost' | 'kept' | 'snapshot' | 'unknown'

export interface PlannedChange {
  readonly logicalId: string
  readonly physicalId: string | null
  readonly type: string
  readonly action: PlannedAction
  /** What of it changes, by the names of properties. */
  readonly properties: readonly string[]
  /** Set where state is at stake: a stateful resource is removed or replaced, or may be. */
  readonly state: { readonly holds: string; readonly fate: Fate } | null
}

const ENDS: readonly PlannedAction[] = ['remove', 'replace', 'mayReplace']
/** The most severe first. */
const ORDER: readonly PlannedAction[] = ['remove', 'replace', 'mayReplace', 'modify', 'import', 'add']

/** What a change set would do, the most severe first, then by name. Pure. */
export function planChanges(changes: readonly ResourceChange[]): PlannedChange[] {
  return changes.map(planChange).sort(bySeverity)
}

/** Changes that would end a resource which holds state. */
export function changesOfState(plan: readonly PlannedChange[]): PlannedChange[] {
  return plan.filter(({ state }) => state !== null)
}

function planChange(change: ResourceChange): PlannedChange {
  const action = actionOf(change)
  const holds = stateIn(change.type)
  const isAtStake = holds !== undefined && ENDS.includes(action)
  return {
    logicalId: change.logicalId,
    physicalId: change.physicalId,
    type: change.type,
    action,
    properties: change.properties,
    state: isAtStake ? { holds, fate: fateOf(change.policy) } : null,
  }
}

function actionOf({ action, replacement }: ResourceChange): PlannedAction {
  if (action === 'Add') return 'add'
  if (action === 'Remove') return 'remove'
  if (action === 'Import') return 'import'
  if (replacement === 'True') return 'replace'
  if (replacement === 'Conditional' || action === 'Dynamic') return 'mayReplace'
  return 'modify'
}

function fateOf(policy: string | null): Fate {
  if (policy === null) return 'unknown'
  if (policy.endsWith('Retain')) return 'kept'
  return policy.endsWith('Snapshot') ? 'snapshot' : 'lost'
}

function bySeverity(a: PlannedChange, b: PlannedChange): number {
  const rank = ({ state, action }: PlannedChange) => (state === null ? ORDER.length : 0) + ORDER.indexOf(action)
  return rank(a) - rank(b) || (a.logicalId < b.logicalId ? -1 : 1)
}
