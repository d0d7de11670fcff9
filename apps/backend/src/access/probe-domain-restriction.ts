import { asciiLowerCase } from '../participants/index.ts'
import { isDomainAllowed } from './email-domain.ts'

/** One address put to the rule that decides who may sign in through a provider. */
export interface DomainProbe {
  readonly email: string
  readonly kind: 'allowed' | 'upper case' | 'subdomain' | 'ending' | 'look-alike' | 'second @' | 'other domain'
  readonly expected: boolean
  readonly admitted: boolean
}

/** Addresses that must get in and addresses that must not, for every allowed domain, against the rule that signs people in. */
export function probeDomainRestriction(allowedDomains: readonly string[]): DomainProbe[] {
  const allowed = new Set(allowedDomains.map(asciiLowerCase))
  const probe = (kind: DomainProbe['kind'], domain: string): DomainProbe => {
    const email = `probe@${domain}`
    const expected = kind !== 'second @' && allowed.has(asciiLowerCase(domain))
    return { email, kind, expected, admitted: isDomainAllowed(email, undefined, allowedDomains) }
  }
  return [
    ...allowedDomains.flatMap((domain) => [
      probe('allowed', domain),
      probe('upper case', domain.toUpperCase()),
      probe('subdomain', `mail.${domain}`),
      probe('ending', `evil-${domain}`),
      probe('look-alike', `${domain}.evil.example`),
      probe('look-alike', withCyrillicLetter(domain)),
      probe('second @', `evil.example@${domain}`),
    ]),
    probe('other domain', 'evil.example'),
  ]
}

/** The first letter that has a twin in the Cyrillic alphabet, exchanged for it. */
function withCyrillicLetter(domain: string): string {
  const twins: Readonly<Record<string, string>> = { a: '\u0430', c: '\u0441', e: '\u0435', o: '\u043e', p: '\u0440' }
  const twin = domain.replace(/[aceop]/i, (letter) => twins[letter.toLowerCase()] ?? letter)
  return twin === domain ? `\u0445${domain}` : twin
}
