import type { ServiceName } from '../../platform/platform.ts'
import { type Check, defineCheck, type Judging } from '../define-check.ts'
import type { FoundHere } from '../report.ts'
import { type Account, enterAccount } from './account.ts'

interface AwsCheckDefinition<Fact> {
  readonly name: string
  readonly services: readonly ServiceName[]
  readonly essential: boolean
  readonly gather: (account: Account) => Promise<Fact>
  judge(fact: Fact, judging: Judging): FoundHere[]
  describe(fact: Fact, judging: Judging): string
}

/** A call that is throttled is tried again for a while. */
const DEADLINE_MS = 30_000

/** A check of what AWS says about the account of the environment. */
export function defineAwsCheck<Fact>({ gather, ...definition }: AwsCheckDefinition<Fact>): Check {
  return defineCheck({
    ...definition,
    deadline: DEADLINE_MS,
    gather: async (subject, signal) => await gather(await enterAccount(subject, signal)),
  })
}
