import type { Judging } from '../define-check.ts'
import type { SignInFact } from '../facts/sign-in.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

/** Where anybody can have an address. */
const ANYBODY = ['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com']

/** Only whom the configuration means may sign in through a provider. */
export function judgeSignIn(fact: SignInFact, judging: Judging): FoundHere[] {
  return [...judgeProbes(fact, judging), ...judgeRunning(fact, judging), ...judgeDomains(fact, judging)]
}

export function describeSignIn({ probes, allowedDomains }: SignInFact): string {
  const domains = allowedDomains.join(', ')
  if (probes.length === 0) return `${domains}; addresses are tried with --full`
  return `${count(probes.length, 'address', 'addresses')} tried against ${domains}`
}

function judgeProbes({ probes }: SignInFact, { command }: Judging): FoundHere[] {
  const wrong = probes.filter(({ expected, admitted }) => expected !== admitted)
  if (wrong.length === 0) return []
  const open = wrong.some(({ admitted }) => admitted)
  return [
    {
      id: open ? 'sign-in.open' : 'sign-in.closed',
      severity: 'critical',
      subject: 'backend',
      message: open
        ? 'Addresses get in that the allowed domains do not name.'
        : 'Addresses of allowed domains do not get in.',
      cause: 'The program does not apply site.oauthAllowedDomains as it should.',
      confidence: 'certain',
      evidence: wrong.map(({ email, kind, admitted }) => `${email} (${kind}): ${admitted ? 'let in' : 'refused'}`),
      next: open ? command('configure unset security.oidc.providers', 'restart') : command('version'),
    },
  ]
}

function judgeRunning({ runningDomains, allowedDomains }: SignInFact, { command }: Judging): FoundHere[] {
  const key = (domains: readonly string[]) =>
    domains
      .map((domain) => domain.toLowerCase())
      .toSorted()
      .join(', ')
  if (runningDomains === null || key(runningDomains) === key(allowedDomains)) return []
  return [
    {
      id: 'sign-in.outdated',
      severity: 'warning',
      subject: 'backend',
      message: 'The running backend lets in other domains than the configuration says.',
      cause: 'site.oauthAllowedDomains was changed after it had been started.',
      confidence: 'certain',
      evidence: [`running: ${key(runningDomains) || 'none'}`, `configured: ${key(allowedDomains) || 'none'}`],
      next: command('restart --service backend'),
    },
  ]
}

function judgeDomains({ providers, allowedDomains }: SignInFact, { command }: Judging): FoundHere[] {
  const about = { severity: 'warning', subject: 'configuration', confidence: 'certain' } as const
  const anybody = allowedDomains.filter((domain) => ANYBODY.includes(domain.toLowerCase()))
  if (anybody.length > 0)
    return [
      {
        ...about,
        id: 'sign-in.anybody',
        message: `Anybody can have an address at ${anybody.join(', ')}, and so sign in.`,
        cause: 'site.oauthAllowedDomains names a provider of mail for everyone.',
        evidence: [`allowed: ${allowedDomains.join(', ')}`],
        next: command('configure get site.oauthAllowedDomains'),
      },
    ]
  if (providers === 0 || allowedDomains.length > 0) return []
  return [
    {
      ...about,
      id: 'sign-in.nobody',
      message: 'A sign-in provider is configured, but no domain may sign in through it.',
      cause: 'site.oauthAllowedDomains is empty: only invited people get in.',
      evidence: [count(providers, 'provider')],
      next: command('configure set site.oauthAllowedDomains example.com'),
    },
  ]
}
