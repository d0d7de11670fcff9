import { NotApplicable, type Subject } from '../subject.ts'
import { askBackendAlone } from './backend-task.ts'
import { publicDoor } from './health.ts'
import { get, parseJson } from './http-get.ts'

/** One address put to the rule that decides who may sign in through a provider. */
export interface DomainProbe {
  readonly email: string
  readonly kind: string
  readonly expected: boolean
  readonly admitted: boolean
}

export interface SignInFact {
  readonly providers: number
  readonly allowedDomains: readonly string[]
  /** What the running backend was started with; null when it does not run or does not tell. */
  readonly runningDomains: readonly string[] | null
  readonly probes: readonly DomainProbe[]
}

/** Whom the restriction to e-mail domains lets in. @throws NotApplicable without a sign-in provider */
export async function gatherSignIn(subject: Subject, signal: AbortSignal): Promise<SignInFact> {
  const { site, security } = subject.environment.settings
  const allowedDomains = site.oauthAllowedDomains
  if (subject.configurationProblem) throw new NotApplicable('the configuration is not valid')
  if (security.oidc.providers.length === 0 && allowedDomains.length === 0)
    throw new NotApplicable('no sign-in provider is configured')
  const [probes, runningDomains] = await Promise.all([
    probeDomains(subject, signal),
    readRunningDomains(subject, signal),
  ])
  if (!isProbes(probes)) throw new Error('the backend says nothing about domains: it is of another version')
  return { providers: security.oidc.providers.length, allowedDomains, runningDomains, probes }
}

/** On AWS the backend is asked by a task of its own, which takes a minute to start: only for `--full`. */
async function probeDomains(subject: Subject, signal: AbortSignal): Promise<unknown> {
  if (subject.platform.kind === 'aws' && !subject.full) return []
  return await askBackendAlone(subject, ['probe-domains'], signal)
}

async function readRunningDomains(subject: Subject, signal: AbortSignal): Promise<readonly string[] | null> {
  const { running, url } = await subject.status()
  const door = running ? publicDoor(subject, url) : null
  if (door === null) return null
  const answer = await get(`${door.replace(/\/+$/, '')}/api/site`, signal).catch(() => null)
  const site = answer?.status === 200 ? parseJson(answer.body) : undefined
  const signIn = typeof site === 'object' && site !== null ? Reflect.get(site, 'signIn') : undefined
  const domains: unknown =
    typeof signIn === 'object' && signIn !== null ? Reflect.get(signIn, 'allowedDomains') : undefined
  return Array.isArray(domains) ? domains.map(String) : null
}

function isProbes(value: unknown): value is DomainProbe[] {
  return (
    Array.isArray(value) &&
    value.every((probe) => typeof probe === 'object' && probe !== null && 'email' in probe && 'admitted' in probe)
  )
}
