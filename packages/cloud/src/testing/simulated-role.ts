import {
  type EvaluationResult,
  type Simulation,
  type SimulationErrors,
  runSimulation,
} from '@cloud-copilot/iam-simulate'
import type { DeployedStack } from './deployed.ts'
import { PLACE } from './synthesized.ts'

type Policy = Simulation['identityPolicies'][number]

/** A call as IAM sees it. */
export interface Call {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | string[]>>
}

interface PolicyDocument {
  readonly Statement: readonly {
    readonly Action: string | string[]
    readonly Resource: string | string[]
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>
  }[]
}

interface GivenRole {
  readonly id: string
  readonly arn: string
  readonly policies: readonly Policy[]
  readonly boundary: readonly Policy[]
  readonly keyPolicies: ReadonlyMap<string, unknown>
}

/** A role of the templates with all that decides what it may do. */
export class SimulatedRole {
  readonly id: string
  readonly arn: string
  readonly policies: readonly Policy[]
  readonly #given: GivenRole

  constructor(given: GivenRole) {
    this.id = given.id
    this.arn = given.arn
    this.policies = given.policies
    this.#given = given
  }

  /** Actions that its own policies allow and its boundary does not. */
  async allowedButCutShort(): Promise<string[]> {
    const unlimited = new SimulatedRole({ ...this.#given, boundary: [] })
    const statements = this.policies.flatMap(({ policy }) => (policy as PolicyDocument).Statement)
    const calls = statements.flatMap(({ Action, Resource, Condition = {} }) => {
      const context = Object.assign({}, ...Object.values(Condition)) as Record<string, string>
      const resources = [Resource].flat().map((resource) => (resource === '*' ? resource : exampleOf(resource)))
      return [Action].flat().flatMap((action) => resources.map((resource): Call => ({ action, resource, context })))
    })
    const cut = await Promise.all(
      calls.map(async (call) =>
        (await unlimited.#decide(call)) === 'Allowed' && !(await this.may(call)) ? [`${this.id}: ${call.action}`] : [],
      ),
    )
    return cut.flat()
  }

  /** @throws when a policy or the call is not valid IAM */
  async may(call: Call): Promise<boolean> {
    const result = await this.#decide(call)
    if (typeof result === 'object') throw new Error(`${this.id}, ${call.action}: ${JSON.stringify(result)}`)
    return result === 'Allowed'
  }

  /** What IAM says, or what is wrong with the question: a statement may name resources that one of its actions does not know. */
  async #decide({ action, resource, context = {} }: Call): Promise<EvaluationResult | SimulationErrors> {
    const { boundary, keyPolicies } = this.#given
    const result = await runSimulation(
      {
        request: {
          principal: this.arn,
          action,
          resource: { resource, accountId: PLACE.account },
          contextVariables: { 'aws:RequestedRegion': PLACE.region, ...context },
        },
        identityPolicies: [...this.policies],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: keyPolicies.get(resource),
        ...(boundary.length === 0 ? {} : { permissionBoundaryPolicies: [...boundary] }),
      },
      {},
    )
    return result.resultType === 'error' ? result.errors : result.overallResult
  }
}

/** Every role of both stacks, by its name or logical id. Policies that AWS keeps are not known here, and left out. */
export function rolesOf(stacks: { infra: DeployedStack; application: DeployedStack }): Map<string, SimulatedRole> {
  const both = [stacks.infra, stacks.application]
  const managed = new Map(
    both.flatMap((stack) =>
      [...stack.resources('AWS::IAM::ManagedPolicy')].map(([id, { PolicyDocument }]): [string, Policy] => [
        stack.arnOf(id),
        { name: id, policy: PolicyDocument },
      ]),
    ),
  )
  const keyPolicies = new Map(
    both.flatMap((stack) =>
      [...stack.resources('AWS::KMS::Key')].map(([id, { KeyPolicy }]) => [stack.arnOf(id), KeyPolicy] as const),
    ),
  )
  const find = (arn: unknown) => [managed.get(String(arn)) ?? []].flat()
  return new Map(
    both.flatMap((stack) =>
      [...stack.resources('AWS::IAM::Role')].map(([id, role]) => [
        id,
        new SimulatedRole({
          id,
          arn: stack.arnOf(id),
          policies: [...((role['ManagedPolicyArns'] ?? []) as unknown[]).flatMap(find), ...inlineOf(stack, id)],
          boundary: find(role['PermissionsBoundary']),
          keyPolicies,
        }),
      ]),
    ),
  )
}

function exampleOf(resource: string): string {
  return resource.replace(/(:log-group:.*):\*$/, '$1:log-stream:x').replaceAll('*', 'x')
}

function inlineOf(stack: DeployedStack, role: string): Policy[] {
  return [...stack.resources('AWS::IAM::Policy')]
    .filter(([, { Roles }]) => (Roles as unknown[]).includes(role))
    .map(([id, { PolicyDocument }]) => ({ name: id, policy: PolicyDocument }))
}
