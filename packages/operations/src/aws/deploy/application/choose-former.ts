import { UnusableInputError } from '../../../errors.ts'
import type { FormerDeployment } from './deployed-record.ts'

/**
 * Where to go back to: the tag asked for, else the one that was deployed before the running one for the first time, so that going
 * back again goes further back. Pure.
 * @param deployments newest first, each tag once
 * @param firsts tags in the order in which they were first deployed, oldest first
 * @throws UnusableInputError when there is none, or not that one
 */
export function chooseFormer(
  { deployments, firsts }: { deployments: readonly FormerDeployment[]; firsts: readonly string[] },
  running: string | null,
  wanted: string | undefined,
): FormerDeployment {
  if (wanted !== undefined && wanted === running)
    throw new UnusableInputError(`${wanted} is what runs now.`, 'Name another one, or deploy: semiont deploy')
  const tag = wanted ?? before(firsts, running)
  const found = deployments.find((deployment) => deployment.tag === tag)
  if (found !== undefined) return found
  const others = deployments.filter((deployment) => deployment.tag !== running).map((deployment) => deployment.tag)
  throw new UnusableInputError(
    wanted === undefined ? 'Nothing was deployed before what runs now.' : `${wanted} was never seen to run well here.`,
    others.length === 0
      ? 'There is nothing to go back to. Publish and deploy what puts it right.'
      : `These were: ${others.join(', ')}. Name one: semiont rollback --to <tag>`,
  )
}

function before(firsts: readonly string[], running: string | null): string | undefined {
  const at = running === null ? -1 : firsts.indexOf(running)
  return at === -1 ? firsts.at(-1) : firsts[at - 1]
}
