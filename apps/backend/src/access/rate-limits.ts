import { RateLimitedError } from '@semiont/contract'
import type pg from 'pg'
import type { Configuration } from '../kernel/configuration.ts'

/** A token bucket: so many at once, then so many per minute. */
interface RateLimitPolicy {
  burst: number
  perMinute: number
}

const DEFAULT_POLICIES = {
  /** Everything a signed-in participant does. */
  participant: { burst: 1_000, perMinute: 3_000 },
  /** Attempts to sign in by password or link, per address. */
  signIn: { burst: 30, perMinute: 30 },
  /** Passwords for one account from one address. */
  account: { burst: 8, perMinute: 3 },
  /** Passwords for one account from everywhere; wide, so that a stranger cannot lock somebody out easily. */
  accountEverywhere: { burst: 100, perMinute: 10 },
  /** Sign-ins through a provider, per address. */
  oidc: { burst: 40, perMinute: 40 },
  refresh: { burst: 120, perMinute: 120 },
  /** Other public endpoints, per address. */
  public: { burst: 300, perMinute: 300 },
  /** Requests that are refused with 401, per address. */
  refused: { burst: 300, perMinute: 120 },
} as const satisfies Record<string, RateLimitPolicy>

export type RateLimitName = keyof typeof DEFAULT_POLICIES
const RATE_LIMIT_NAMES = Object.keys(DEFAULT_POLICIES) as RateLimitName[]

export interface RateLimits {
  /** Takes one token of the bucket of `subject`. @throws RateLimitedError that says when the next one comes */
  take(name: RateLimitName, subject: string): Promise<void>
  /** Buckets that are full again need no row. */
  removeFull(): Promise<void>
}

/** One statement reads, refills and takes, under the lock of the row: any number of backends share one bucket. */
const TAKE = `
  insert into rate_limits as bucket (key, tokens, granted, updated_at)
  values ($1, $2::float8 - 1, true, clock_timestamp())
  on conflict (key) do update set
    (tokens, granted, updated_at) = (
      select case when refilled >= 1 then refilled - 1 else refilled end, refilled >= 1, clock_timestamp()
      from (
        select least(
          $2::float8,
          bucket.tokens + greatest(0, extract(epoch from clock_timestamp() - bucket.updated_at)) * $3::float8
        ) as refilled
      ) as state
    )
  returning granted, tokens`

export function createRateLimits(
  pool: pg.Pool,
  options: { enabled: boolean; policies: Configuration['rateLimitPolicies'] },
): RateLimits {
  const policyOf = (name: RateLimitName): RateLimitPolicy => options.policies[name] ?? DEFAULT_POLICIES[name]
  return {
    async take(name, subject) {
      if (!options.enabled) return
      const policy = policyOf(name)
      const perSecond = policy.perMinute / 60
      const { rows } = await pool.query<{ granted: boolean; tokens: number }>({
        name: 'access-rate-limit',
        text: TAKE,
        values: [`${name}:${subject}`.slice(0, 300), policy.burst, perSecond],
      })
      const bucket = rows[0]
      if (bucket && !bucket.granted) throw new RateLimitedError(Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)))
    },
    async removeFull() {
      const minutesToFill = RATE_LIMIT_NAMES.map(policyOf).map(({ burst, perMinute }) => burst / perMinute)
      await pool.query(`delete from rate_limits where updated_at < now() - make_interval(mins => $1)`, [
        Math.ceil(Math.max(...minutesToFill)),
      ])
    },
  }
}
