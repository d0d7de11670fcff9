import type { SecurityEventType, SecuritySummary } from '@semiont/contract'

/** Counts of `types` in every bucket of the period, oldest first; buckets without events count 0. */
export function bucketCounts(
  { from, to, buckets, bucketSeconds }: Pick<SecuritySummary, 'from' | 'to' | 'buckets' | 'bucketSeconds'>,
  types: readonly SecurityEventType[],
): number[] {
  const width = bucketSeconds * 1000
  // Buckets begin at whole multiples of their width, so the first one may begin before the period.
  const first = Math.floor(Date.parse(from) / width)
  const last = Math.max(first, Math.ceil(Date.parse(to) / width) - 1)
  const counts = new Array<number>(last - first + 1).fill(0)
  for (const { start, type, count } of buckets) {
    const index = Math.floor(Date.parse(start) / width) - first
    if (types.includes(type) && index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + count
  }
  return counts
}
