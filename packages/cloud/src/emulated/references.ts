import type { Json, JsonObject } from './aws-calls.ts'

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface Identity {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface Resource {
  readonly Type: string
  readonly Properties?: JsonObject
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

/** The logical ids that a part of a template names, by Ref, Fn::GetAtt or DependsOn. */
export function referencesOf(part: Json): Set<string> {
  const found = new Set<string>()
  visit(part, (id) => found.add(id))
  return found
}

/** Everything that has to be there before this resource. */
export function needsOf({ Properties = {}, DependsOn = [] }: Resource): Set<string> {
  return new Set([...referencesOf(Properties), ...[DependsOn].flat()])
}

function visit(part: Json, found: (id: string) => void): void {
  if (typeof part !== 'object' || part === null) return
  const reference = referenceIn(part)
  if (reference) found(reference.id)
  else for (const value of Object.values(part)) visit(value, found)
}

/** The same part with references to these resources replaced by what they give; other references stay. */
export function withIdentities(part: Json, known: ReadonlyMap<string, Identity>): Json {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((item) => withIdentities(item, known))
  const reference = referenceIn(part)
  const identity = reference && known.get(reference.id)
  if (reference && identity) return valueOf(reference, identity)
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withIdentities(value, known)]))
}

interface Reference {
  readonly id: string
  readonly attribute?: string
}

function referenceIn(part: Json): Reference | undefined {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return undefined
  const { Ref: ref, 'Fn::GetAtt': attribute } = part as JsonObject
  if (typeof ref === 'string') return { id: ref }
  if (!Array.isArray(attribute)) return undefined
  const [id, name] = attribute as readonly string[]
  return id === undefined || name === undefined ? undefined : { id, attribute: name }
}

function valueOf({ id, attribute }: Reference, { ref, attributes }: Identity): string {
  if (attribute === undefined) return ref
  const value = attributes[attribute]
  if (value === undefined)
    throw new Error(`The template asks for ${id}.${attribute}, which the emulation does not give.`)
  return value
}
