import type { MetricsQuery } from '../../platform/platform.ts'

export interface Buckets<Content> {
  /** ISO 8601: the beginning of the first. */
  readonly since: string
  /** The one that holds this time, undefined outside of what was asked for. @param time ISO 8601, UTC, milliseconds */
  at(time: string): Content | undefined
  /** All, the oldest first, empty ones too: a period without requests is known to be one. */
  all(): { readonly time: string; readonly content: Content }[]
}

/** One content per period from `since` to `now`; each is named by the time at which it begins. */
export function openBuckets<Content>(
  { since, periodSeconds }: Pick<MetricsQuery, 'since' | 'periodSeconds'>,
  now: Date,
  empty: () => Content,
): Buckets<Content> {
  const width = periodSeconds * 1000
  const first = since.getTime()
  const count = Math.max(1, Math.ceil((now.getTime() - first) / width))
  const contents = Array.from({ length: count }, empty)
  return {
    since: new Date(first).toISOString(),
    // What came while one was reading belongs to the last.
    at: (time) => contents[Math.min(count - 1, Math.floor((Date.parse(time) - first) / width))],
    all: () => contents.map((content, index) => ({ time: new Date(first + index * width).toISOString(), content })),
  }
}
