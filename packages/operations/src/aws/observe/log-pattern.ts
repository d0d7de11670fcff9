import { standsInLine, wordsOf } from '../../logs/entry-filter.ts'
import type { LogLevel, LogQuery } from '../../platform/platform.ts'

/** AWS takes so many regular expressions in one pattern. */
const MOST_EXPRESSIONS = 2

/**
 * What of a query CloudWatch can look for itself, so that less has to be read: never more than the query asks, as every line is
 * judged here again. Words stand in any case, which only a regular expression can say there; it has no flags and no groups.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
 */
export function filterPattern(query: Pick<LogQuery, 'minimumLevel' | 'contains' | 'requestId'>): string | undefined {
  const { requestId } = query
  const expressions = [...levelExpressions(query.minimumLevel), ...wordsOf(query).filter(canBePushed).map(anyCase)]
  const terms = [
    ...(requestId !== undefined && /^[\w.:-]+$/.test(requestId) ? [`"${requestId}"`] : []),
    ...expressions.slice(0, MOST_EXPRESSIONS).map((expression) => `%${expression}%`),
  ]
  return terms.length === 0 ? undefined : terms.join(' ')
}

/** Words of which one stands in every line of that level, as a member of JSON or as what the level is guessed from. */
const LEVEL_WORDS = {
  WARN: ['warn', 'error', 'fatal', 'panic', 'uncaught', 'critical'],
  ERROR: ['error', 'fatal', 'panic', 'uncaught', 'critical'],
} as const
/** Pino's own numbers; a quotation mark cannot stand in an expression there. */
const LEVEL_NUMBERS = { WARN: 'level.:[4-9]', ERROR: 'level.:[5-9]' } as const

function levelExpressions(level: LogLevel | undefined): string[] {
  if (level !== 'WARN' && level !== 'ERROR') return []
  return [[...LEVEL_WORDS[level].map(anyCase), LEVEL_NUMBERS[level]].join('|')]
}

/** Ids of tasks are shown with a line and stand in the name of its stream, so what may be part of one is not looked for. */
function canBePushed(word: string): boolean {
  return standsInLine(word) && /^[a-z0-9_-]{2,40}$/.test(word) && !/^[0-9a-f]+$/.test(word)
}

function anyCase(word: string): string {
  return word.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
}
