import { RefusedError } from '../../../errors.ts'
import { readImageTag } from '../publish/image-tag.ts'

/** What `npm test` leaves behind when every test passed at a commit. */
export interface TestedStamp {
  readonly commit: string
  /** ISO 8601. */
  readonly at: string
  readonly passed: number
}

export interface TestsClaim {
  /** The tag that is to be deployed. */
  readonly tag: string
  /** From this machine. */
  readonly stamp: TestedStamp | undefined
  /** The commit that CI has passed, as the person says. */
  readonly tested: string | undefined
  /** Why it is deployed untested. */
  readonly skip: string | undefined
}

/** How it is known that the code passed its tests; goes into the audit trail. */
export interface TestsProof {
  readonly by: 'this machine' | 'the person' | 'nobody'
  readonly text: string
}

const MINIMUM_DIGITS = 7

/**
 * Whether what is deployed was tested. Nothing here can look into a CI: its verdict is taken from the person who names the
 * commit, and recorded as that. Pure.
 * @throws RefusedError when nothing says that the commit of the tag passed
 */
export function judgeTests({ tag, stamp, tested, skip }: TestsClaim): TestsProof {
  if (skip !== undefined) {
    if (skip.trim() === '') throw new RefusedError('--skip-tests needs a reason.', 'Say it: --skip-tests "<reason>"')
    return { by: 'nobody', text: `Deployed untested: ${skip}` }
  }
  const parts = readImageTag(tag)
  if (parts?.isDirty === true)
    throw new RefusedError(
      `The image ${tag} was built from more than its commit holds: no test can have passed for it.`,
      'Commit, test and publish; in an emergency say why not: --skip-tests "<reason>"',
    )
  if (tested !== undefined) return asserted(tag, tested)
  if (parts !== undefined && stamp?.commit.startsWith(parts.commit) === true)
    return { by: 'this machine', text: `${stamp.passed} tests passed here at ${stamp.at}.` }
  throw new RefusedError(
    `Nothing says that the tests passed for ${tag}.${stamp === undefined ? '' : ` On this machine they passed last for ${stamp.commit.slice(0, 12)}.`}`,
    'Run npm test at that commit here; or name the commit that CI has passed: --tested <commit>; in an emergency: --skip-tests "<reason>"',
  )
}

function asserted(tag: string, tested: string): TestsProof {
  const isOfTag = tested === tag || (tested.length >= MINIMUM_DIGITS && tag.startsWith(tested.slice(0, 12)))
  if (!isOfTag)
    throw new RefusedError(
      `--tested names ${tested}, but the image to be deployed is ${tag}.`,
      'Publish the commit that was tested, or name that of the image with at least seven digits.',
    )
  return { by: 'the person', text: `CI has passed ${tested}, says who deploys.` }
}
