/** Words of which values are made that somebody meant to replace. Longer ones first: they are taken out one after the other. */
const PLACEHOLDER_WORDS =
  /change[-_ ]?(?:me|this|it)|placeholder|replace|example|password|passwort|geheim|secret|default|dummy|sample|insert|qwertz|qwerty|foobar|please|semiont|client|before|production|jwt|oauth|google|token|value|your|here|todo|fixme|test|this|key|abc123|1234567890|123456789|12345678|1234567|123456|12345|1234|x{3,}/g

/** Below this many bits somebody can try all of them. What others gave out is theirs to judge, unless it is plainly nothing. */
const MINIMUM_BITS = { ours: 64, theirs: 16 }

/**
 * Why a value is not a secret: it is made of words such as `changeme`, or too regular. Undefined for one that nobody can guess
 * by that. Never repeats the value.
 * @param from whether it is of our choice, or a provider gave it out
 */
export function whyPlaceholder(value: string, from: 'ours' | 'theirs' = 'ours'): string | undefined {
  const lower = value.toLowerCase().trim()
  if (lower === '') return 'it is empty'
  if (/^[<{[$%].*[>}\]%]$/s.test(lower)) return 'it is a blank that was not filled in'
  const rest = lower.replaceAll(PLACEHOLDER_WORDS, '').replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (rest.length < Math.min(lower.length, 32) / 3) return 'it is made of words that stand for a secret'
  if (bitsOf(value) < MINIMUM_BITS[from]) return 'it is too regular or too short'
  return undefined
}

/**
 * How much there is to guess: Shannon's entropy per character, of the shortest part that is repeated and without runs such
 * as `abcdef`. An upper bound; what it calls weak is weak.
 */
function bitsOf(value: string): number {
  const part = [...value.slice(0, shortestPeriod(value))]
  const steps = part.filter((character, index) => {
    const before = part[index - 1]
    return before === undefined || Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)) > 1
  })
  const counts = new Map<string, number>()
  for (const character of steps) counts.set(character, (counts.get(character) ?? 0) + 1)
  const entropy = [...counts.values()].reduce((sum, count) => {
    const share = count / steps.length
    return sum - share * Math.log2(share)
  }, 0)
  return entropy * steps.length
}

/** Length of the shortest prefix whose repetition is the whole text (Knuth, Morris and Pratt 1977). */
function shortestPeriod(text: string): number {
  const borders = [0]
  for (let index = 1, length = 0; index < text.length; index++) {
    while (length > 0 && text[index] !== text[length]) length = borders[length - 1] ?? 0
    if (text[index] === text[length]) length++
    borders[index] = length
  }
  return text.length - (borders.at(-1) ?? 0)
}
