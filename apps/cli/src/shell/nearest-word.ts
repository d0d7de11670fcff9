import { nearestKey } from '@semiont/config/nearest-key'

/** The word that was probably meant: the only one that begins so, or one that is a few letters away. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const beginning = known.filter((candidate) => word.length > 1 && candidate.startsWith(word.toLowerCase()))
  return beginning.length === 1 ? beginning[0] : nearestKey(word, known)
}

/** `Did you mean check?`, or everything that is possible. */
export function suggest(word: string, known: readonly string[], all = `There are: ${known.join(', ')}.`): string {
  const near = nearestWord(word, known)
  return near === undefined ? all : `Did you mean ${near}?`
}
