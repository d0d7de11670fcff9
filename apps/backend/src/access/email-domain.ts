import { asciiLowerCase } from '../participants/index.ts'

const PLAIN_ADDRESS = /^[^\s@"(),:;<>[\\\]\u0000-\u001f\u007f]+@([^\s@"(),:;<>[\\\]\u0000-\u001f\u007f]+)$/

/** The domain of an address in its plain form; undefined for anything unusual, such as a quoted local part or two `@`. */
export function emailDomain(email: string): string | undefined {
  const domain = PLAIN_ADDRESS.exec(email)?.[1]
  return domain === undefined ? undefined : asciiLowerCase(domain)
}

/**
 * Whether `site.oauthAllowedDomains` lets this address in. The whole domain must be equal: neither subdomains nor
 * endings count. An empty list allows none.
 * @param hostedDomain the `hd` claim by which Google names the organization; must be allowed too when it is there
 */
export function isDomainAllowed(
  email: string,
  hostedDomain: string | undefined,
  allowedDomains: readonly string[],
): boolean {
  const allowed = new Set(allowedDomains.map(asciiLowerCase))
  const domain = emailDomain(email)
  if (domain === undefined || !allowed.has(domain)) return false
  return hostedDomain === undefined || allowed.has(asciiLowerCase(hostedDomain))
}
