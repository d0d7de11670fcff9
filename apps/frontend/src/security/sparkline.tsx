'use client'
import type { SecurityEventType, SecuritySummary } from '@semiont/contract'
import { bucketCounts } from './buckets.ts'

const WIDTH = 120
const HEIGHT = 24

/** How the counts went over the period; the numbers are told beside it. */
export function Sparkline({ summary, types }: { summary: SecuritySummary; types: readonly SecurityEventType[] }) {
  const counts = bucketCounts(summary, types)
  const highest = Math.max(1, ...counts)
  const step = WIDTH / Math.max(counts.length, 1)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden className="mt-auto h-8 w-full pt-2">
      {counts.map((count, index) => {
        const height = count === 0 ? 1 : Math.max(2, (count / highest) * HEIGHT)
        return (
          <rect
            key={index}
            x={index * step + step * 0.12}
            y={HEIGHT - height}
            width={step * 0.76}
            height={height}
            className={count === 0 ? 'fill-line' : 'fill-accent'}
          />
        )
      })}
    </svg>
  )
}
