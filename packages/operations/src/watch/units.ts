/** A number, or null where it is not known; that is shown as `?`, never as zero. */
export type Measured = number | null

const UNKNOWN = '?'

export function magnitude(value: Measured): string {
  if (value === null) return UNKNOWN
  if (value >= 1_000_000) return `${round(value / 1_000_000)}M`
  return value >= 10_000 ? `${round(value / 1000)}k` : String(round(value))
}

export function perSecond(value: Measured): string {
  return value === null ? UNKNOWN : `${value > 0 && value < 0.1 ? value.toFixed(2) : round(value)}/s`
}

export function milliseconds(value: Measured): string {
  if (value === null) return '-'
  return value >= 10_000 ? `${round(value / 1000)} s` : `${value >= 100 ? Math.round(value) : round(value)} ms`
}

export function percent(value: Measured): string {
  return value === null ? UNKNOWN : `${value >= 10 ? Math.round(value) : round(value)} %`
}

export function megabytes(bytes: Measured): string {
  if (bytes === null) return UNKNOWN
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}

/** `45 s`, `12 min`, `3.5 h`, `2 d` of milliseconds. */
export function duration(value: Measured): string {
  if (value === null) return UNKNOWN
  const seconds = value / 1000
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${round(seconds / 3600)} h` : `${round(seconds / 86_400)} d`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
