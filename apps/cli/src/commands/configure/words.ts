import { nearestKey } from '@semiont/config/nearest-key'
import { UsageError } from '../../shell/usage-error.ts'

export const ACTIONS = ['show', 'list', 'validate', 'get', 'set', 'unset'] as const
type Action = (typeof ACTIONS)[number]

export interface Words {
  /** The environment that is named, if one is. */
  readonly environment: string | undefined
  readonly action: Action
  readonly path: string | undefined
  /** What follows the path, as one text. */
  readonly value: string | undefined
}

/** Which environment the words name: the first one, unless it is an action, or was meant to be one. */
export function environmentInWords(words: readonly string[]): string | undefined {
  const [first, second] = words
  if (first === undefined || isAction(first)) return undefined
  if (second !== undefined && isAction(second)) return first
  return isNearAction(first) ? undefined : first
}

/** A slip of the finger (`sohw`, `vlidate`), not a short name of an environment (`dev`, `test`). */
function isNearAction(word: string): boolean {
  return nearestKey(word, ACTIONS)?.[0] === word[0]
}

/** @throws UsageError naming the nearest action */
export function readWords(words: readonly string[]): Words {
  const environment = environmentInWords(words)
  const [action = 'show', path, ...value] = environment === undefined ? words : words.slice(1)
  if (!isAction(action)) {
    const near = nearestKey(action, ACTIONS)
    const hint = near ? `Did you mean: semiont configure ${near}` : `Possible: ${ACTIONS.join(', ')}.`
    throw new UsageError(`There is no "configure ${action}". ${hint}`)
  }
  return { environment, action, path, value: value.length === 0 ? undefined : value.join(' ') }
}

function isAction(word: string): word is Action {
  return (ACTIONS as readonly string[]).includes(word)
}
