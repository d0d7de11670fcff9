import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../audit/canonical-json.ts'
import type { ChangeSet } from '../../clients/change-sets.ts'
import type { CloudStack, StackParameter } from '../../clients/cloudformation.ts'
import { type PlannedChange, planChanges } from './change-plan.ts'

export interface StackPlan {
  readonly stack: string
  readonly stackId: string
  readonly changeSet: string
  readonly changeSetId: string
  /** Sixteen hexadecimal digits that stand for exactly these changes to exactly this state of the account. */
  readonly hash: string
  /** Whether the stack is made by it. */
  readonly isNew: boolean
  readonly changes: readonly PlannedChange[]
  /** Digest of the template that the change set brings. */
  readonly template: string
}

export interface PlanFacts {
  readonly account: string
  readonly region: string
  readonly stack: CloudStack
  readonly changeSet: ChangeSet
  /** The text of the template that the change set brings. */
  readonly template: string
  /** What else is part of it: the image and its digests. */
  readonly besides?: Readonly<Record<string, string>>
}

const HASH_DIGITS = 16

/**
 * A change set as a plan. Its hash is over the canonical JSON (RFC 8785) of the place, the stack and its last change, the
 * template, the values of parameters and every change: another folder, account or moment gives another hash. Pure.
 */
export function planOf({ account, region, stack, changeSet, template, besides = {} }: PlanFacts): StackPlan {
  const digest = sha256(template)
  const bound = {
    account,
    region,
    stackId: stack.id,
    changedAt: stack.changedAt,
    template: digest,
    parameters: changeSet.parameters.map(({ name, value, resolved }) => [name, resolved ?? value]).sort(byName),
    changes: changeSet.changes.map((change) => canonicalJson(change)).sort(),
    besides,
  }
  return {
    stack: stack.name,
    stackId: stack.id,
    changeSet: changeSet.name,
    changeSetId: changeSet.id,
    hash: sha256(canonicalJson(bound)).slice(0, HASH_DIGITS),
    isNew: stack.status === 'REVIEW_IN_PROGRESS',
    changes: planChanges(changeSet.changes),
    template: digest,
  }
}

/** What a parameter is or would be; of one that is read from the parameter store, what was read there. */
export function valueOfParameter(parameters: readonly StackParameter[], storeName: string): string | undefined {
  const found = parameters.find(({ value }) => value === storeName)
  return found?.resolved ?? undefined
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function byName([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : 1
}
