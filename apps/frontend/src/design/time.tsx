'use client'
import { useFormatter, useNow } from 'use-intl'

const WEEK = 7 * 24 * 60 * 60 * 1000

/** When something was: "3 hours ago" within a week, the date afterwards; the exact time on hover and for machines. */
export function Time({ at, className }: { at: string; className?: string }) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const date = new Date(at)
  const isRecent = Math.abs(now.getTime() - date.getTime()) < WEEK
  // A clock of the server that runs a little ahead must not make things happen in the future.
  const shown = date > now ? now : date
  return (
    <time
      dateTime={at}
      title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'medium' })}
      {...(className ? { className } : {})}
    >
      {isRecent ? format.relativeTime(shown, now) : format.dateTime(date, { dateStyle: 'medium' })}
    </time>
  )
}
