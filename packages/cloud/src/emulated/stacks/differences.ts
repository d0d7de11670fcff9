import type { Json, JsonObject } from '../aws-calls.ts'
import { needsOf, type Resource } from '../references.ts'
import createOnly from './create-only-properties.json' with { type: 'json' }

/** Of each type that we use, what cannot be changed of a resource without making another: from the schemas of cfn-lint 1.58.0. */
const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = createOnly

export interface Side {
  readonly Resources: Readonly<Record<string, Resource>>
  /** Values of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface PropertyChange {
  readonly name: string
  readonly recreation: 'Always' | 'Conditionally' | 'Never'
  /** Logical id of the resource because of whose replacement it changes. */
  readonly cause?: string
}

export interface Difference {
  readonly id: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove'
  /** Of what is modified. */
  readonly replacement?: 'True' | 'False' | 'Conditional'
  readonly properties: readonly PropertyChange[]
}

/**
 * What CloudFormation would do to get from one template to the other. Where a resource will be replaced, whatever refers to it
 * changes too, which is known only when it has happened: such a change is `Conditional` where it would mean a replacement.
 */
export function differencesOf(before: Side, after: Side): Difference[] {
  const [old, wanted] = [evaluated(before), evaluated(after)]
  const found = new Map<string, Difference>()
  for (const [id, { Type }] of Object.entries(wanted)) {
    const was = old[id]
    if (was === undefined) found.set(id, { id, type: Type, action: 'Add', properties: [] })
    else if (was.Type !== Type) throw new Error(`CloudFormation does not change the type of ${id}.`)
  }
  for (const [id, { Type }] of Object.entries(old))
    if (wanted[id] === undefined) found.set(id, { id, type: Type, action: 'Remove', properties: [] })
  // Each round may find resources that change because those of the round before are replaced.
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const [id, resource] of Object.entries(wanted)) {
      const changes = propertyChanges(old[id], resource, found)
      if (old[id] === undefined || changes.length === 0) continue
      found.set(id, {
        id,
        type: resource.Type,
        action: 'Modify',
        replacement: replacementOf(changes),
        properties: changes,
      })
    }
  }
  return [...found.values()]
}

function evaluated({ Resources, parameters }: Side): Readonly<Record<string, Resource>> {
  return withParameters(Resources as unknown as Json, parameters) as unknown as Readonly<Record<string, Resource>>
}

/** The same part with each `Ref` to a parameter replaced by its value. */
export function withParameters(part: Json, parameters: Readonly<Record<string, string>>): Json {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((item) => withParameters(item, parameters))
  const { Ref: name } = part as JsonObject
  const value = typeof name === 'string' ? parameters[name] : undefined
  if (value !== undefined) return value
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, withParameters(item, parameters)]))
}

function propertyChanges(
  was: Resource | undefined,
  { Type, Properties = {} }: Resource,
  found: ReadonlyMap<string, Difference>,
): PropertyChange[] {
  const old = was?.Properties ?? {}
  const names = new Set([...Object.keys(old), ...Object.keys(Properties)])
  const replaced = [...found.values()].filter(({ replacement }) => replacement === 'True').map(({ id }) => id)
  return [...names].sort().flatMap((name): PropertyChange[] => {
    const recreation = recreationOf(Type, name)
    if (!isSame(old[name], Properties[name])) return [{ name, recreation }]
    const needs = needsOf({ Type, Properties: { [name]: Properties[name] ?? null } })
    const cause = replaced.find((id) => needs.has(id))
    if (cause === undefined) return []
    return [{ name, recreation: recreation === 'Always' ? 'Conditionally' : recreation, cause }]
  })
}

function recreationOf(type: string, property: string): 'Always' | 'Never' {
  return (CREATE_ONLY[type] ?? []).includes(property) ? 'Always' : 'Never'
}

function replacementOf(changes: readonly PropertyChange[]): 'True' | 'False' | 'Conditional' {
  if (changes.some(({ recreation }) => recreation === 'Always')) return 'True'
  return changes.some(({ recreation }) => recreation === 'Conditionally') ? 'Conditional' : 'False'
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
