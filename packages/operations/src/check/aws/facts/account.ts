import { type Caller, readCaller } from '../../../aws/account/caller.ts'
import { AwsConnection } from '../../../aws/account/connection.ts'
import { RefusedError } from '../../../errors.ts'
import type { Subject } from '../../subject.ts'

export type AccountFact = { readonly caller: Caller } | { readonly refused: string; readonly region: string }

/** Whose keys are in use. */
export async function gatherAccount({ environment }: Subject, signal: AbortSignal): Promise<AccountFact> {
  const connection = new AwsConnection(environment, signal)
  try {
    return { caller: await readCaller(connection) }
  } catch (error) {
    if (error instanceof RefusedError && error.name === 'RefusedError')
      return { refused: error.message, region: connection.place.region }
    throw error
  }
}
