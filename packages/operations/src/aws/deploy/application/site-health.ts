/** What came of asking `/api/health` through the public address. */
export type SiteHealth =
  | { readonly siteUrl: string; readonly noAnswer: string }
  | {
      readonly siteUrl: string
      readonly status: number
      readonly says: string | null
      readonly version: string | null
    }

export interface HealthVerdict {
  readonly isWell: boolean
  readonly wrong: readonly string[]
  readonly unknown: readonly string[]
  readonly version: string | null
}

/**
 * An answer that is not well is wrong; no answer at all says more about the way there (a name that is not in the DNS yet, the
 * network of this machine) than about what was deployed, and is told as unknown. Pure.
 */
export function judgeHealth(health: SiteHealth): HealthVerdict {
  if ('noAnswer' in health) {
    const unknown = `${health.siteUrl} cannot be asked from here: ${health.noAnswer}`
    return { isWell: false, wrong: [], unknown: [unknown], version: null }
  }
  const { siteUrl, status, says, version } = health
  if (status === 200 && says === 'ok') return { isWell: true, wrong: [], unknown: [], version }
  const answered = says === null ? `HTTP ${status}` : `HTTP ${status}, ${says}`
  return { isWell: false, wrong: [`${siteUrl}/api/health answers ${answered}.`], unknown: [], version }
}
