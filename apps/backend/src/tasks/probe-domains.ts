import { probeDomainRestriction } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'

/** As JSON who would get in through a sign-in provider and who would not: a list of DomainProbe. */
export async function probeDomains({ site }: Configuration): Promise<string> {
  return JSON.stringify(probeDomainRestriction(site.oauthAllowedDomains))
}
