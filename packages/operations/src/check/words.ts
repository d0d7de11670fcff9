const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** `1.4 GB`, by thousands as disks are sold. */
export function bytes(value: number): string {
  let index = 0
  let rest = value
  while (rest >= 1000 && index < UNITS.length - 1) {
    rest /= 1000
    index += 1
  }
  return `${index === 0 ? rest : rest.toFixed(rest < 10 ? 1 : 0)} ${UNITS[index] ?? ''}`
}

/** `3 replicas`, `1 query`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}

/** `850 ms`, `12 s`, `3 min`, `5 h`, `2 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
