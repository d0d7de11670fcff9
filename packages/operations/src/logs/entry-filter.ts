import type { LogEntry, LogLevel, LogQuery } from '../platform/platform.ts'
import { hasWords } from '../watch/entry-text.ts'

const ORDER: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR']

export interface EntryFilter {
  /** A quick look at the line as it stands in the file: false when it certainly does not match. */
  mayMatch(line: string): boolean
  matches(entry: LogEntry): boolean
}

/** What of a query concerns a single entry. Words are looked for in the line as a person sees it. */
export function entryFilter(query: LogQuery): EntryFilter {
  const since = query.since?.toISOString()
  const until = query.until?.toISOString()
  const words = wordsOf(query)
  const plainWords = words.filter(standsInLine)
  const minimum = ORDER.indexOf(query.minimumLevel ?? 'DEBUG')
  const below = ORDER.slice(0, minimum).map((level) => `"level":"${level}"`)
  return {
    mayMatch(line) {
      if (query.requestId !== undefined && !line.includes(query.requestId)) return false
      if (line.startsWith('{') && below.some((level) => line.includes(level))) return false
      if (plainWords.length === 0) return true
      const lower = line.toLowerCase()
      return plainWords.every((word) => lower.includes(word))
    },
    matches(entry) {
      if (since !== undefined && entry.time < since) return false
      if (until !== undefined && entry.time > until) return false
      if (ORDER.indexOf(entry.level) < minimum) return false
      if (query.requestId !== undefined && entry.requestId !== query.requestId) return false
      return hasWords(entry, words)
    },
  }
}

/** What `contains` asks for, in small letters. */
export function wordsOf({ contains = '' }: Pick<LogQuery, 'contains'>): string[] {
  return contains.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Whether an entry with this word certainly has it in its line too: JSON writes it as it is, and we do not say it ourselves. */
export function standsInLine(word: string): boolean {
  return /^[\w.:/@-]+$/.test(word) && !SAID_BY_US.test(word)
}

/** Parts of the printed line that need not stand in the file: levels, services, names of files, times written otherwise. */
const SAID_BY_US = /^(\d[\d:.tz-]*|debug|info|warn|error|frontend|backend|worker|database|program|replica|redacted)/
