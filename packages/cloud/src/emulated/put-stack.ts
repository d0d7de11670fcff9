import type { AwsCalls, Json, JsonObject } from './aws-calls.ts'
import { CREATE_ECS } from './create-ecs.ts'
import { CREATE_SECRETS } from './create-secrets.ts'
import { CREATE, identity, type Place } from './create-through-api.ts'
import { text } from './json.ts'
import { RESOURCE_TYPES } from './emulation-table.ts'
import { type Identity, needsOf, type Resource, withIdentities } from './references.ts'

export interface StackTemplate {
  readonly Parameters?: JsonObject
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: JsonObject
}

const CREATORS = { ...CREATE, ...CREATE_ECS, ...CREATE_SECRETS }

/**
 * Puts a synthesized template into the emulated account under this name, with all its outputs.
 *
 * In rounds, because what CloudFormation makes and what the API makes refer to each other: each round adds to the stack
 * what refers only to things that are there, reads the properties of the rest from outputs of the stack (so that moto
 * itself evaluates the template's functions), and makes through the API those that are complete.
 * @throws when a type is not in the table, or moto leaves out something that the table says it makes
 */
export async function putStack(calls: AwsCalls, name: string, template: StackTemplate, place: Place): Promise<void> {
  refuseUnknownTypes(name, template)
  const stack = new StackInParts(calls, name, template, place)
  while (stack.isIncomplete) await stack.goOn()
  await stack.finish()
}

/** @throws with every type of the template that the table does not know */
export function refuseUnknownTypes(name: string, { Resources }: StackTemplate): void {
  const types = new Set(Object.values(Resources).map(({ Type }) => Type))
  const unknown = [...types].filter((type) => RESOURCE_TYPES[type] === undefined)
  if (unknown.length === 0) return
  throw new Error(
    `${name} holds what the emulation does not know: ${unknown.join(', ')}. ` +
      'Say in packages/cloud/src/emulated/emulation-table.ts how each is emulated.',
  )
}

class StackInParts {
  readonly #calls: AwsCalls
  readonly #name: string
  readonly #template: StackTemplate
  readonly #place: Place
  /** Logical ids of what the stack itself holds so far. */
  readonly #inStack = new Set<string>()
  /** What was made beside it. */
  readonly #beside = new Map<string, Identity>()
  readonly #open: Set<string>

  constructor(calls: AwsCalls, name: string, template: StackTemplate, place: Place) {
    this.#calls = calls
    this.#name = name
    this.#template = template
    this.#place = place
    this.#open = new Set(Object.keys(template.Resources))
  }

  get isIncomplete(): boolean {
    return this.#open.size > 0
  }

  async goOn(): Promise<void> {
    const before = this.#open.size
    while (this.#takeIntoStack());
    const complete = this.#complete().filter((id) => this.#emulationOf(id) !== 'cloudformation')
    const made = complete.filter((id) => this.#emulationOf(id) === 'api')
    const properties = await this.#deploy(
      Object.fromEntries(
        made.map((id) => [id, { 'Fn::ToJsonString': this.#template.Resources[id]?.Properties ?? {} }]),
      ),
    )
    for (const id of complete) {
      const isMade = this.#emulationOf(id) === 'api'
      this.#beside.set(id, isMade ? await this.#create(id, properties.get(id)) : standIn(id))
      this.#open.delete(id)
    }
    if (this.#open.size === before)
      throw new Error(`${this.#name}: these resources wait for each other: ${[...this.#open].join(', ')}`)
  }

  /** Leaves the stack with the outputs of its template and no others. */
  async finish(): Promise<void> {
    const { Outputs = {} } = this.#template
    const values = Object.entries(Outputs).map(([key, output]) => [key, (output as JsonObject)['Value'] ?? null])
    const found = await this.#deploy(Object.fromEntries(values) as JsonObject)
    const missing = Object.keys(Outputs).filter((key) => !found.has(key))
    if (missing.length > 0) throw new Error(`${this.#name} has lost outputs: ${missing.join(', ')}`)
  }

  #emulationOf(id: string) {
    const { Type = '' } = this.#template.Resources[id] ?? {}
    return RESOURCE_TYPES[Type]?.by
  }

  /** Those whose every reference is settled. */
  #complete(): string[] {
    return [...this.#open].filter((id) => {
      const resource = this.#template.Resources[id]
      return resource !== undefined && [...needsOf(resource)].every((needed) => !this.#open.has(needed))
    })
  }

  #takeIntoStack(): boolean {
    const taken = this.#complete().filter((id) => this.#emulationOf(id) === 'cloudformation')
    for (const id of taken) {
      this.#open.delete(id)
      this.#inStack.add(id)
    }
    return taken.length > 0
  }

  async #deploy(outputs: JsonObject): Promise<Map<string, string>> {
    const StackName = this.#name
    const parts = [...this.#inStack].map((id) => [id, this.#asPart(this.#template.Resources[id])])
    const TemplateBody = JSON.stringify({
      Parameters: this.#template.Parameters ?? {},
      Resources: Object.fromEntries(parts) as JsonObject,
      Outputs: Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [key, { Value: withIdentities(value, this.#beside) }]),
      ),
    })
    const operation = (await this.#exists()) ? 'update_stack' : 'create_stack'
    await this.#calls.call(`cloudformation:${operation}`, {
      StackName,
      TemplateBody: await this.#withSecretValues(TemplateBody),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    })
    await this.#refuseGaps()
    const { Stacks } = await this.#calls.call('cloudformation:describe_stacks', { StackName })
    const [stack] = Stacks as readonly JsonObject[]
    const status = text(stack?.['StackStatus'])
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status))
      throw new Error(`${StackName} is ${status}: ${JSON.stringify(stack?.['StackStatusReason'])}`)
    const found = (stack?.['Outputs'] ?? []) as readonly { OutputKey: string; OutputValue: string }[]
    // The way Python prints an object: moto has no value for a reference.
    const unresolved = found.find(({ OutputValue }) => OutputValue.includes('<moto.'))
    if (unresolved) throw new Error(`moto does not evaluate ${unresolved.OutputKey}: ${unresolved.OutputValue}`)
    return new Map(found.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  }

  async #exists(): Promise<boolean> {
    const { Stacks } = await this.#calls.call('cloudformation:describe_stacks')
    return (Stacks as readonly JsonObject[]).some(({ StackName }) => StackName === this.#name)
  }

  /** As the template has it, with what was made beside the stack named by its identifiers. */
  #asPart(resource: Resource | undefined): Json {
    if (resource === undefined) return null
    const { DependsOn = [], Type, Properties = {}, ...rest } = resource
    const emulation = RESOURCE_TYPES[Type]
    const without = emulation?.by === 'cloudformation' ? (emulation.without ?? []) : []
    const kept = Object.entries(Properties).filter(([property]) => !without.includes(property))
    const remaining = [DependsOn].flat().filter((id) => this.#inStack.has(id))
    const part = { ...rest, Type, Properties: Object.fromEntries(kept), DependsOn: remaining }
    return withIdentities(part, this.#beside)
  }

  /** moto does not look up `{{resolve:secretsmanager:…}}`. */
  async #withSecretValues(template: string): Promise<string> {
    const pattern = /\{"Fn::Join":\["",\["\{\{resolve:secretsmanager:","([^"]+)",":SecretString:(\w+)::\}\}"\]\]\}/g
    let result = template
    for (const [whole, SecretId = '', key = ''] of template.matchAll(pattern)) {
      const { SecretString } = await this.#calls.call('secretsmanager:get_secret_value', { SecretId })
      const value = (JSON.parse(text(SecretString)) as Record<string, string>)[key]
      result = result.replaceAll(whole, JSON.stringify(value))
    }
    return result
  }

  /** moto leaves out what it does not know with no more than a warning of its own. */
  async #refuseGaps(): Promise<void> {
    const { StackResources } = await this.#calls.call('cloudformation:describe_stack_resources', {
      StackName: this.#name,
    })
    const there = new Set((StackResources as readonly JsonObject[]).map((resource) => resource['LogicalResourceId']))
    const gaps = [...this.#inStack].filter((id) => !there.has(id))
    if (gaps.length === 0) return
    const named = gaps.map((id) => `${id} (${this.#template.Resources[id]?.Type})`)
    throw new Error(`moto has left out of ${this.#name}: ${named.join(', ')}. Make them through the API.`)
  }

  async #create(id: string, properties: string | undefined): Promise<Identity> {
    const { Type = '' } = this.#template.Resources[id] ?? {}
    if (properties === undefined) throw new Error(`moto does not evaluate the properties of ${id} (${Type}).`)
    const create = CREATORS[Type]
    if (create === undefined) throw new Error(`Nothing says how ${Type} is made through the API.`)
    return await create(this.#calls, JSON.parse(properties) as JsonObject, this.#place)
  }
}

/** Whatever is asked of what is not there is a name that nobody mistakes for a real one. */
function standIn(id: string): Identity {
  const name = `not-emulated-${id}`
  return identity(name, new Proxy({}, { get: () => name }))
}
