import type { Fate, PlannedAction, PlannedChange } from './change-plan.ts'
import type { StackPlan } from './plan.ts'

const VERBS: Readonly<Record<PlannedAction, string>> = {
  add: 'add',
  modify: 'change',
  replace: 'replace',
  mayReplace: 'change, perhaps replace',
  remove: 'remove',
  import: 'take in',
}

const FATES: Readonly<Record<Fate, string>> = {
  lost: 'what is in it is deleted',
  kept: 'the old one is kept beside the stack, and no longer used',
  snapshot: 'a snapshot of it is kept, and no longer used',
  unknown: 'what becomes of it AWS does not say; count it as lost',
}

/** So many lines for a first deployment, which adds everything, would hide what matters. */
const ADDED_SHOWN = 12

/** A plan in plain words, the most severe first. */
export function describePlan(plan: StackPlan): string {
  const { stack, isNew, changes, hash } = plan
  if (changes.length === 0) return `${stack} is as the template says. There is nothing to change.`
  const added = changes.filter(({ action }) => action === 'add')
  const shown = isNew || added.length > ADDED_SHOWN ? changes.filter(({ action }) => action !== 'add') : changes
  return [
    `${isNew ? `${stack} is made` : `${stack} is changed`}: ${summarize(changes)}.`,
    ...shown.map((change) => `  ${describeChange(change)}`),
    ...(shown.length === changes.length ? [] : [`  add ${countByType(added)}`]),
    `Plan ${hash}`,
  ].join('\n')
}

/** `3 added, 2 changed, 1 replaced`. */
function summarize(changes: readonly PlannedChange[]): string {
  const words: readonly [PlannedAction, string][] = [
    ['remove', 'removed'],
    ['replace', 'replaced'],
    ['mayReplace', 'changed and perhaps replaced'],
    ['modify', 'changed'],
    ['import', 'taken in'],
    ['add', 'added'],
  ]
  const counts = words.map(([action, word]) => ({ word, count: changes.filter((one) => one.action === action).length }))
  const parts = counts.filter(({ count }) => count > 0).map(({ word, count }) => `${count} ${word}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

/** One line: `REPLACE Database5A3B (RDS DBInstance): Engine — holds the database; …`; loud where state is at stake. */
export function describeChange({ action, logicalId, type, properties, state }: PlannedChange): string {
  const because = properties.length === 0 ? '' : `: ${properties.join(', ')}`
  const stake = state === null ? '' : ` — holds ${state.holds}; ${FATES[state.fate]}`
  const verb = state === null ? VERBS[action] : VERBS[action].toUpperCase()
  return `${verb} ${logicalId} (${shortType(type)})${because}${stake}`
}

function countByType(changes: readonly PlannedChange[]): string {
  const counts = new Map<string, number>()
  for (const { type } of changes) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${shortType(type)}`)
    .join(', ')
}

/** `AWS::RDS::DBInstance` as `RDS DBInstance`. */
function shortType(type: string): string {
  return type.replace(/^AWS::/, '').replaceAll('::', ' ')
}
