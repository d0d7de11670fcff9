import type { AwsCalls, Json, JsonObject } from './aws-calls.ts'
import { CHANGE_ECS, CREATE_ECS } from './create-ecs.ts'
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

type Make = (calls: AwsCalls, properties: JsonObject, place: Place) => Promise<Identity>

const CREATORS: Readonly<Record<string, Make>> = { ...CREATE, ...CREATE_ECS, ...CREATE_SECRETS }

/** What is made anew, or by an operation that changes what is there. The rest stays as it was made. */
const MADE_AGAIN = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::ECS::TaskDefinition',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
]

export const CHANGERS: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(MADE_AGAIN.map((type) => [type, CREATORS[type] as Make])),
  ...CHANGE_ECS,
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

/** Told of each resource when it begins to be made or changed, and when it is. */
export type Watcher = (id: string, state: 'IN_PROGRESS' | 'COMPLETE') => void

/**
 * A stack of which moto's CloudFormation holds the one part, and the API of the services has made the other.
 *
 * It is put there in rounds, because what CloudFormation makes and what the API makes refer to each other: each round adds to
 * the stack what refers only to things that are there, reads the properties of the rest from outputs of the stack (so that
 * moto itself evaluates the template's functions), and makes through the API those that are complete.
 */
export class StackInParts {
  readonly #calls: AwsCalls
  readonly #name: string
  readonly #place: Place
  #template: StackTemplate = { Resources: {} }
  /** Logical ids of what the stack itself holds so far. */
  #inStack = new Set<string>()
  /** What was made beside it. */
  #beside = new Map<string, Identity>()
  /** What is still to be made or changed. */
  readonly #open = new Set<string>()
  #watch: Watcher = () => {}

  constructor(calls: AwsCalls, name: string, place: Place) {
    this.#calls = calls
    this.#name = name
    this.#place = place
  }

  /**
   * Goes over to this template; of what is there already, `changed` is changed where the emulation can do that.
   * @returns the outputs of the template
   * @throws when a type is not in the table, moto leaves out something that the table says it makes, or a change fails
   */
  async become(
    template: StackTemplate,
    { changed = [], watch = () => {} }: { changed?: readonly string[]; watch?: Watcher } = {},
  ): Promise<Map<string, string>> {
    refuseUnknownTypes(this.#name, template)
    this.#template = template
    this.#watch = watch
    const ids = Object.keys(template.Resources)
    const isThere = (id: string) => this.#inStack.has(id) || this.#beside.has(id)
    this.#inStack = new Set([...this.#inStack].filter((id) => ids.includes(id)))
    this.#open.clear()
    for (const id of ids) if (!isThere(id) || (changed.includes(id) && this.#canChange(id))) this.#open.add(id)
    while (this.#open.size > 0) await this.#goOn()
    return await this.#finish()
  }

  /** What is there now, to come back to it. */
  mark(): () => void {
    const [inStack, beside] = [this.#inStack, new Map(this.#beside)]
    return () => {
      this.#inStack = new Set(inStack)
      this.#beside = new Map(beside)
    }
  }

  /** What `Ref` gives, of what was made beside the stack. */
  refOf(id: string): string | undefined {
    return this.#beside.get(id)?.ref
  }

  async #goOn(): Promise<void> {
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
      this.#watch(id, 'IN_PROGRESS')
      const isMade = this.#emulationOf(id) === 'api'
      this.#beside.set(id, isMade ? await this.#make(id, properties.get(id)) : standIn(id, this.#place))
      this.#open.delete(id)
      this.#watch(id, 'COMPLETE')
    }
    if (this.#open.size === before)
      throw new Error(`${this.#name}: these resources wait for each other: ${[...this.#open].join(', ')}`)
  }

  /** Leaves the stack with the outputs of its template and no others. */
  async #finish(): Promise<Map<string, string>> {
    const { Outputs = {} } = this.#template
    const values = Object.entries(Outputs).map(([key, output]) => [key, (output as JsonObject)['Value'] ?? null])
    const found = await this.#deploy(Object.fromEntries(values) as JsonObject)
    const missing = Object.keys(Outputs).filter((key) => !found.has(key))
    if (missing.length > 0) throw new Error(`${this.#name} has lost outputs: ${missing.join(', ')}`)
    return found
  }

  /** Only what the API makes: moto changes its own part by itself when the template says so. */
  #canChange(id: string): boolean {
    return CHANGERS[this.#template.Resources[id]?.Type ?? ''] !== undefined
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
      this.#watch(id, 'IN_PROGRESS')
      this.#open.delete(id)
      this.#inStack.add(id)
      this.#watch(id, 'COMPLETE')
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

  async #make(id: string, properties: string | undefined): Promise<Identity> {
    const { Type = '' } = this.#template.Resources[id] ?? {}
    if (properties === undefined) throw new Error(`moto does not evaluate the properties of ${id} (${Type}).`)
    const make = (this.#beside.has(id) ? CHANGERS : CREATORS)[Type]
    if (make === undefined) throw new Error(`Nothing says how ${Type} is made through the API.`)
    return await make(this.#calls, JSON.parse(properties) as JsonObject, this.#place)
  }
}

/** Whatever is asked of what is not there is a name that nobody mistakes for a real one. */
function standIn(id: string, { region, account }: Place): Identity {
  const name = `not-emulated-${id}`
  const arn = `arn:aws:none:${region}:${account}:${name}`
  return identity(name, new Proxy({}, { get: (_, attribute) => (attribute === 'Arn' ? arn : name) }))
}
