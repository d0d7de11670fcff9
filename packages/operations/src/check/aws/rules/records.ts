import type { ConfigurationRecorder } from '../../../aws/clients/config-service.ts'
import type { Trail } from '../../../aws/clients/cloudtrail.ts'
import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'

/** At least one trail records every region, with digests, and its files arrive. */
export function judgeTrails(trails: readonly Trail[], { command }: Judging): FoundHere[] {
  const logging = trails.filter((trail) => trail.logging)
  const about = { subject: 'installation', evidence: trails.map(({ name }) => name) } as const
  if (logging.length === 0)
    return [
      {
        ...about,
        id: 'trail.off',
        severity: 'critical',
        message: 'Nobody records what is done in this account.',
        cause: trails.length === 0 ? 'The trail was deleted.' : 'The recording was stopped.',
        confidence: 'certain',
        next: trails[0] ? `aws cloudtrail start-logging --name ${trails[0].name}` : command('provision'),
      },
    ]
  const failing = logging.find(({ deliveryError }) => deliveryError !== null)
  const findings: FoundHere[] = []
  if (failing !== undefined)
    findings.push({
      ...about,
      id: 'trail.not-delivered',
      severity: 'warning',
      message: `The records of the trail ${failing.name} do not arrive in their bucket.`,
      cause: `CloudTrail says: ${failing.deliveryError}`,
      confidence: 'certain',
      next: `aws cloudtrail get-trail-status --name ${failing.name}`,
    })
  if (!logging.some(({ multiRegion, validated }) => multiRegion && validated))
    findings.push({
      ...about,
      id: 'trail.weak',
      severity: 'warning',
      message: 'No trail records all regions with digests that show a change.',
      cause: 'The trail was changed by hand.',
      confidence: 'likely',
      next: command('provision'),
    })
  return findings
}

export function describeTrails(trails: readonly Trail[]): string {
  return trails.map(({ name, logging }) => `${name} ${logging ? 'records' : 'does not record'}`).join(', ')
}

/** Config records how resources change. */
export function judgeRecorders(recorders: readonly ConfigurationRecorder[], { command }: Judging): FoundHere[] {
  const broken = recorders.find(({ recording, lastStatus }) => recording && lastStatus === 'Failure')
  if (recorders.some(({ recording }) => recording) && broken === undefined) return []
  return [
    {
      id: 'recorder.off',
      severity: 'warning',
      subject: 'installation',
      message: broken
        ? `The recorder ${broken.name} of AWS Config fails.`
        : 'AWS Config records no changes of resources.',
      cause: broken?.lastError ?? 'The recorder was stopped or deleted.',
      confidence: 'likely',
      evidence: recorders.map(({ name }) => name),
      next: recorders[0]
        ? `aws configservice start-configuration-recorder --configuration-recorder-name ${recorders[0].name}`
        : command('provision'),
    },
  ]
}

export function describeRecorders(recorders: readonly ConfigurationRecorder[]): string {
  return recorders.map(({ name, recording }) => `${name} ${recording ? 'records' : 'does not record'}`).join(', ')
}
