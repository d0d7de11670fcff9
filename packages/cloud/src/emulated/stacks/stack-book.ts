import { randomUUID } from 'node:crypto'
import type { AwsCalls, JsonObject } from '../aws-calls.ts'
import { StackFailure } from '../create-ecs.ts'
import type { Place } from '../create-through-api.ts'
import { text } from '../json.ts'
import { StackInParts, type StackTemplate } from '../put-stack.ts'
import { RefusedByAws } from '../wire/answer.ts'
import { differencesOf, type Side } from './differences.ts'
import { parametersOf } from './stack-parameters.ts'
import { type ChangeSetRecord, enter, newStack, report, type StackRecord } from './stack-record.ts'

/** What CloudFormation keeps of its stacks, and how it changes them. */
export class StackBook {
  readonly #calls: AwsCalls
  readonly #place: Place
  readonly stacks: StackRecord[] = []

  constructor(calls: AwsCalls, place: Place) {
    this.#calls = calls
    this.#place = place
  }

  /** Makes a stack and waits for it, as if it had been deployed. */
  async put(name: string, template: StackTemplate): Promise<void> {
    const body = JSON.stringify(template)
    const set = await this.createChangeSet({ StackName: name, ChangeSetName: 'first', ChangeSetType: 'CREATE' }, body)
    const stack = this.get(name)
    enter(stack, 'CREATE_IN_PROGRESS', 'User Initiated')
    await this.#apply(stack, set)
    enter(stack, 'CREATE_COMPLETE')
    stack.changeSets = []
  }

  find(nameOrId: string): StackRecord | undefined {
    return this.stacks.find(({ id, name }) => id === nameOrId || name === nameOrId)
  }

  /** @throws RefusedByAws when there is none */
  get(nameOrId: string): StackRecord {
    const stack = this.find(nameOrId)
    if (stack === undefined) throw new RefusedByAws('ValidationError', `Stack with id ${nameOrId} does not exist`)
    return stack
  }

  /** @throws RefusedByAws when there is none */
  getChangeSet({ StackName, ChangeSetName }: JsonObject): { stack: StackRecord; set: ChangeSetRecord } {
    const wanted = text(ChangeSetName)
    const stacks = StackName === undefined ? this.stacks : [this.get(text(StackName))]
    for (const stack of stacks) {
      const set = stack.changeSets.find(({ id, name }) => id === wanted || name === wanted)
      if (set) return { stack, set }
    }
    throw new RefusedByAws('ChangeSetNotFound', `ChangeSet [${wanted}] does not exist`, 404)
  }

  /** @param body of the template; undefined keeps the one that is deployed. @throws RefusedByAws as CloudFormation does */
  async createChangeSet(input: JsonObject, body?: string): Promise<ChangeSetRecord> {
    const { StackName, ChangeSetName, ChangeSetType = 'UPDATE' } = input
    const type = ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE'
    const stack = type === 'CREATE' ? this.#begin(text(StackName)) : this.get(text(StackName))
    if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS')
      throw new RefusedByAws('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`)
    const source = body ?? stack.body
    const template = JSON.parse(source) as StackTemplate
    const parameters = await parametersOf(this.#calls, template, { given: input, before: stack.parameters })
    const differences = differencesOf(sideOf(stack), sideOf({ template, parameters }))
    const hasChanges = differences.length > 0 || outputsOf(template) !== outputsOf(stack.template)
    const name = text(ChangeSetName)
    const set: ChangeSetRecord = {
      id: `arn:aws:cloudformation:${this.#place.region}:${this.#place.account}:changeSet/${name}/${randomUUID()}`,
      name,
      type,
      createdAt: new Date(),
      body: source,
      template,
      parameters,
      differences,
      status: hasChanges ? 'CREATE_COMPLETE' : 'FAILED',
      executionStatus: hasChanges ? 'AVAILABLE' : 'UNAVAILABLE',
    }
    stack.changeSets.push(set)
    return set
  }

  /** Begins to execute it; the events of the stack tell how it goes on. @throws RefusedByAws when it cannot be executed */
  execute(stack: StackRecord, set: ChangeSetRecord): void {
    if (set.executionStatus !== 'AVAILABLE') {
      const message = `ChangeSet [${set.id}] cannot be executed in its current execution status of [${set.executionStatus}]`
      throw new RefusedByAws('InvalidChangeSetStatus', message)
    }
    set.executionStatus = 'EXECUTE_IN_PROGRESS'
    stack.changeSets = [set]
    stack.updatedAt = new Date()
    enter(stack, `${set.type}_IN_PROGRESS`, 'User Initiated')
    void this.#run(stack, set)
  }

  async #run(stack: StackRecord, set: ChangeSetRecord): Promise<void> {
    const backToBefore = stack.parts.mark()
    try {
      await this.#apply(stack, set)
      if (set.type === 'UPDATE') enter(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
      enter(stack, `${set.type}_COMPLETE`)
    } catch (error) {
      const failed = this.#blame(stack, error)
      if (set.type === 'CREATE') {
        enter(stack, 'ROLLBACK_IN_PROGRESS', failed)
        return enter(stack, 'ROLLBACK_COMPLETE')
      }
      enter(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', failed)
      backToBefore()
      await this.#turnBack(stack, set)
    }
    set.executionStatus = 'EXECUTE_COMPLETE'
  }

  async #apply(stack: StackRecord, set: ChangeSetRecord): Promise<void> {
    const changes = new Map(set.differences.map((difference) => [difference.id, difference]))
    const verb = set.type === 'CREATE' ? 'CREATE' : 'UPDATE'
    stack.outputs = await stack.parts.become(set.template, {
      changed: [...changes.keys()],
      watch: (id, state) => {
        const { type = '', action } = changes.get(id) ?? {}
        report(stack, { id, type, status: `${action === 'Add' ? 'CREATE' : verb}_${state}` })
      },
    })
    Object.assign(stack, { body: set.body, template: set.template, parameters: set.parameters })
  }

  async #turnBack(stack: StackRecord, { differences }: ChangeSetRecord): Promise<void> {
    const services = differences.filter(({ type, action }) => type === 'AWS::ECS::Service' && action === 'Modify')
    try {
      await stack.parts.become(stack.template, { changed: services.map(({ id }) => id) })
      enter(stack, 'UPDATE_ROLLBACK_COMPLETE')
    } catch (error) {
      enter(stack, 'UPDATE_ROLLBACK_FAILED', this.#blame(stack, error))
    }
  }

  /** Marks what was being made last as failed; returns what CloudFormation says of it. */
  #blame(stack: StackRecord, error: unknown): string {
    const last = stack.events.find(({ LogicalResourceId }) => LogicalResourceId !== stack.name) ?? {}
    const [id, type] = [text(last['LogicalResourceId'] ?? stack.name), text(last['ResourceType'] ?? '')]
    const reason = error instanceof StackFailure ? error.message : String(error)
    report(stack, { id, type, status: 'UPDATE_FAILED', reason })
    return `The following resource(s) failed to update: [${id}].`
  }

  #begin(name: string): StackRecord {
    const known = this.find(name)
    if (known && known.status !== 'REVIEW_IN_PROGRESS') {
      const message = `Stack [${name}] already exists and cannot be created again with the changeSet.`
      throw new RefusedByAws('ValidationError', message)
    }
    if (known) return known
    const stack = newStack(name, new StackInParts(this.#calls, name, this.#place), this.#place)
    this.stacks.push(stack)
    enter(stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
    return stack
  }
}

function sideOf({ template, parameters }: Pick<StackRecord, 'template' | 'parameters'>): Side {
  const values = Object.entries(parameters).map(([name, { resolved }]) => [name, resolved])
  return { Resources: template.Resources, parameters: Object.fromEntries(values) as Record<string, string> }
}

function outputsOf({ Outputs = {} }: StackTemplate): string {
  return JSON.stringify(Outputs)
}
