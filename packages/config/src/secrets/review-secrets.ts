import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type JwtKey, parseKeyRing } from '../jwt-key-ring.ts'
import type { Environment } from '../load-environment.ts'
import { stateDirectoryOf } from '../project-directory.ts'
import type { SecretStore } from '../secret-store.ts'
import { type KnownSecret, requiredSecrets } from './known-secrets.ts'
import { whyPlaceholder } from './placeholder.ts'

export type SecretState = 'present' | 'missing' | 'placeholder' | 'stale' | 'unreadable' | 'unused'

export interface KeySummary {
  readonly kid: string
  readonly state: JwtKey['state']
  readonly createdAt: string
}

export interface SecretReview {
  readonly name: string
  readonly state: SecretState
  /** Whether something is to be done. */
  readonly finding: boolean
  readonly ageDays: number | null
  readonly usedBy: readonly string[]
  /** Why it is in this state; never the value. */
  readonly detail: string | null
  /** The command to type. */
  readonly next: string | null
  /** The ring of `jwt-secret`. */
  readonly keys?: readonly KeySummary[]
}

/**
 * Every secret that an environment needs, and what else its store holds: present, missing, a placeholder, stale (older than
 * `monitoring.thresholds.secretAgeDays`), or one that does not open. Values are looked at and never given back.
 */
export async function reviewSecrets(environment: Environment, store: SecretStore, now: Date): Promise<SecretReview[]> {
  const stored = await store.list()
  const updated = new Map(stored.map(({ name, updatedAt }) => [name, updatedAt]))
  const required = requiredSecrets(environment.settings)
  const reviews = await Promise.all(
    required.map(async (secret) => await review(secret, environment, store, updated.get(secret.storedAs), now)),
  )
  const known = new Set(required.map((secret) => secret.storedAs))
  const others = stored.filter(({ name }) => !known.has(name)).map((secret) => unused(secret, now))
  return [...reviews, ...others]
}

async function review(
  secret: KnownSecret,
  environment: Environment,
  store: SecretStore,
  updatedAt: string | undefined,
  now: Date,
): Promise<SecretReview> {
  const command = `semiont configure ${environment.name} set ${secret.name}`
  const about = { name: secret.name, usedBy: secret.usedBy, ageDays: null }
  if (secret.keptByPlatform) return { ...about, ...reviewAge(secret, environment, updatedAt, now) }
  let value: string | undefined
  let keys: JwtKey[] | undefined
  try {
    value = await store.find(secret.storedAs)
    if (value !== undefined && secret.name === 'jwt-secret') keys = parseKeyRing(value)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { ...about, state: 'unreadable', finding: true, detail, next: secret.settable ? command : null }
  }
  if (value === undefined) return { ...about, ...missing(secret, environment, command) }
  const values = keys ? keys.filter((key) => key.state !== 'revoked').map((key) => key.secret) : [value]
  const createdAt = keys?.find((key) => key.state === 'active')?.createdAt ?? updatedAt ?? now.toISOString()
  const ageDays = daysBetween(createdAt, now)
  const placeholder = values
    .map((held) => whyPlaceholder(held, secret.generated ? 'ours' : 'theirs'))
    .find((reason) => reason !== undefined)
  const limit = environment.settings.monitoring.thresholds.secretAgeDays
  const stale = secret.settable && ageDays > limit
  return {
    ...about,
    ageDays,
    state: placeholder === undefined ? (stale ? 'stale' : 'present') : 'placeholder',
    finding: placeholder !== undefined || stale,
    detail: placeholder ?? (stale ? `it is older than ${limit} days` : null),
    next: (placeholder !== undefined || stale) && secret.settable ? command : null,
    ...(keys ? { keys: keys.map(({ kid, state, createdAt: made }) => ({ kid, state, createdAt: made })) } : {}),
  }
}

/** Of what the platform makes and keeps, its age is all there is to judge. */
function reviewAge(
  { name }: KnownSecret,
  environment: Environment,
  updatedAt: string | undefined,
  now: Date,
): Pick<SecretReview, 'state' | 'finding' | 'ageDays' | 'detail' | 'next'> {
  const at = ` --environment ${environment.name}`
  if (updatedAt === undefined)
    return { state: 'missing', finding: true, ageDays: null, detail: 'it is not there', next: `semiont provision${at}` }
  const ageDays = daysBetween(updatedAt, now)
  const limit = environment.settings.monitoring.thresholds.secretAgeDays
  if (name !== 'database-password' || ageDays <= limit)
    return { state: 'present', finding: false, ageDays, detail: null, next: null }
  const detail = `it is older than ${limit} days: its rotation by AWS does not work, or is switched off`
  return { state: 'stale', finding: true, ageDays, detail, next: `semiont rotate database-password${at}` }
}

/** What a start makes is missed only where there is something already that it must fit. */
function missing(
  secret: KnownSecret,
  environment: Environment,
  command: string,
): Pick<SecretReview, 'state' | 'finding' | 'detail' | 'next'> {
  const started = existsSync(join(stateDirectoryOf(environment), 'postgres', 'data'))
  if (!secret.madeAtStart || environment.settings.platform === 'aws')
    return { state: 'missing', finding: true, detail: 'it was never set', next: command }
  if (!started) return { state: 'missing', finding: false, detail: 'the first start makes it', next: null }
  if (secret.name === 'database-superuser-password')
    return {
      state: 'missing',
      finding: true,
      detail: 'the database was made with it and cannot be administered without it',
      next: `Put the folder ${join(stateDirectoryOf(environment), 'secrets')} back from a copy.`,
    }
  const next = secret.settable ? command : 'semiont restart'
  return { state: 'missing', finding: true, detail: 'the installation was started with it, and now it is gone', next }
}

function unused({ name, updatedAt }: { name: string; updatedAt: string }, now: Date): SecretReview {
  return {
    name,
    state: 'unused',
    finding: false,
    ageDays: daysBetween(updatedAt, now),
    usedBy: [],
    detail: 'no setting of this environment refers to it',
    next: null,
  }
}

function daysBetween(from: string, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - Date.parse(from)) / 86_400_000))
}
