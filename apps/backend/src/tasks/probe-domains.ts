import { probeDomainRestriction } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'

/** Prints as JSON who would get in through a sign-in provider and who would not: a list of DomainProbe. */
export async function printDomainProbes({ site }: Configuration): Promise<void> {
  process.stdout.write(`${JSON.stringify(probeDomainRestriction(site.oauthAllowedDomains))}\n`)
}
