import type { SecretReview } from '@semiont/config'
import type { Judging } from '../define-check.ts'
import type { SecretsFact } from '../facts/secrets.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

/** Missing, placeholder, stale or unreadable secrets; never a value. */
export function judgeSecrets({ reviews, openFolder }: SecretsFact, { command }: Judging): FoundHere[] {
  const findings = reviews.filter(({ finding }) => finding).map((review) => judgeReview(review, command))
  if (openFolder !== null)
    findings.push({
      id: 'secret.open-folder',
      severity: 'critical',
      subject: 'configuration',
      message: 'Others on this machine may look into the folder of secrets.',
      cause: 'It was copied or its rights were changed.',
      confidence: 'certain',
      evidence: [openFolder],
      next: `chmod -R go= '${openFolder}'`,
    })
  return findings
}

export function describeSecrets({ reviews }: SecretsFact): string {
  const present = reviews.filter(({ state }) => state === 'present')
  return `${count(present.length, 'secret')} in order`
}

const SAYS: Readonly<Record<SecretReview['state'], string>> = {
  missing: 'is missing',
  placeholder: 'is a placeholder',
  stale: 'is old',
  unreadable: 'does not open',
  unused: 'is not used',
  present: 'is to be looked at',
}

function judgeReview(
  { name, state, detail, next, usedBy, ageDays }: SecretReview,
  command: Judging['command'],
): FoundHere {
  return {
    id: `secret.${state}`,
    severity: state === 'stale' ? 'warning' : 'critical',
    subject: usedBy.includes('backend') ? 'backend' : 'configuration',
    message: `The secret ${name} ${SAYS[state]}${detail === null ? '.' : `: ${detail}.`}`,
    cause:
      state === 'stale' ? 'It was not rotated for a long time.' : 'It was never set, or was copied from an example.',
    confidence: state === 'stale' ? 'certain' : 'likely',
    evidence: [...(ageDays === null ? [] : [`${ageDays} days old`]), ...usedBy.map((service) => `used by ${service}`)],
    next: next ?? command('secrets'),
  }
}
