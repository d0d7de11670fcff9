import { UsageError } from './usage-error.ts'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds of `30s`, `10m`, `2h`, `7d`; a bare number is seconds. @throws UsageError naming `what` */
export function parseDuration(text: string, what: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*([smhd]?)$/.exec(text.trim())
  const seconds = Number(parts?.[1]) * (SECONDS[parts?.[2] || 's'] ?? Number.NaN)
  if (Number.isFinite(seconds) && seconds > 0) return seconds
  throw new UsageError(`"${text}" is not a duration for ${what}: 30s, 10m, 2h, 7d.`)
}

/** A point in time: ISO 8601, or that long ago (`15m`, `7d`). @throws UsageError naming `what` */
export function parseMoment(text: string, what: string, now: Date): Date {
  if (/^\d+(?:\.\d+)?\s*[smhd]$/.test(text.trim())) return new Date(now.getTime() - parseDuration(text, what) * 1000)
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  throw new UsageError(`"${text}" is not a time for ${what}: 15m, 7d, or 2026-01-31T12:00:00Z.`)
}
