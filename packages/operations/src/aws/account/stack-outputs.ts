import { IncompleteError } from '../../errors.ts'
import { findStack } from '../clients/cloudformation.ts'
import type { AwsConnection } from './connection.ts'

export type StackKind = 'infra' | 'app'

/** What a stack says about itself, by the names of its outputs. */
export class StackOutputs {
  readonly stackName: string
  /** As CloudFormation writes it: `UPDATE_COMPLETE`. */
  readonly status: string
  readonly #values: ReadonlyMap<string, string>
  readonly #deploy: string

  constructor(given: { stackName: string; status: string; values: ReadonlyMap<string, string>; deploy: string }) {
    this.stackName = given.stackName
    this.status = given.status
    this.#values = given.values
    this.#deploy = given.deploy
  }

  find(name: string): string | undefined {
    return this.#values.get(name)
  }

  /** @throws IncompleteError when the stack has no such output: it is older than this program */
  get(name: string): string {
    const value = this.find(name)
    if (value !== undefined) return value
    throw new IncompleteError(
      `The stack ${this.stackName} (${this.status}) has no output ${name}.`,
      `It was deployed by an older Semiont, or not completely. Bring it up to date with: ${this.#deploy}`,
    )
  }
}

const COMMANDS = { infra: 'provision', app: 'deploy' } as const

/** @throws IncompleteError when the stack is not there */
export async function readStackOutputs(connection: AwsConnection, kind: StackKind): Promise<StackOutputs> {
  const { stacks, region, account } = connection.place
  const stackName = stacks[kind]
  const deploy = `semiont ${COMMANDS[kind]} --environment ${connection.environment.name}`
  const stack = await findStack(connection, stackName)
  if (stack === undefined)
    throw new IncompleteError(
      `There is no stack ${stackName} in ${region} of the account ${account}.`,
      `Make it with: ${deploy}`,
    )
  const values = new Map(Object.entries(stack.outputs))
  return new StackOutputs({ stackName, status: stack.status, values, deploy })
}
