import type { AwsPlace } from '@semiont/config'
import { readCaller } from '../../aws/account/caller.ts'
import { AwsConnection } from '../../aws/account/connection.ts'
import { readStackOutputs, type StackKind, type StackOutputs } from '../../aws/account/stack-outputs.ts'
import type { Subject } from '../subject.ts'

/** The account of the environment, as one check asks it. */
export interface Account {
  readonly connection: AwsConnection
  readonly place: AwsPlace
  readonly now: Date
  /** @throws IncompleteError when the stack is not there */
  readonly stack: (kind: StackKind) => Promise<StackOutputs>
}

interface Shared {
  readonly caller: Promise<unknown>
  readonly stacks: Map<StackKind, Promise<StackOutputs>>
}

/** What several checks of one subject need is asked once. */
const SHARED = new WeakMap<Subject, Shared>()

/**
 * The way into the account for one check, whose questions end with its deadline.
 * @throws RefusedError when the keys belong to another account: nothing there may be told as if it were this one's
 */
export async function enterAccount(subject: Subject, signal: AbortSignal): Promise<Account> {
  const connection = new AwsConnection(subject.environment, signal)
  const shared = sharedOf(subject)
  await shared.caller
  return {
    connection,
    place: connection.place,
    now: subject.now(),
    async stack(kind) {
      const known = shared.stacks.get(kind)
      if (known !== undefined) return await known
      const asked = handled(readStackOutputs(connectionOf(subject), kind))
      shared.stacks.set(kind, asked)
      return await asked
    },
  }
}

function sharedOf(subject: Subject): Shared {
  const known = SHARED.get(subject)
  if (known !== undefined) return known
  const made = { caller: handled(readCaller(connectionOf(subject))), stacks: new Map() }
  SHARED.set(subject, made)
  return made
}

/** What is shared must not end with the deadline of the check that happened to ask first. */
function connectionOf({ environment, signal }: Subject): AwsConnection {
  return new AwsConnection(environment, signal)
}

function handled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}
