import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { bytes } from '../../words.ts'
import { awsSettingsOf } from '../configured.ts'
import type { FileSystemFact } from '../facts/file-system.ts'

const BUSY_PERCENT = 95
/** New file systems begin with 2.1 TiB of credit; this is left of it after hours above the baseline. */
const LOW_CREDIT_BYTES = 1024 ** 4 / 10

/** The documents' file system is there, reachable from each zone, as configured, and not at its limit. */
export function judgeFileSystem(fact: FileSystemFact, judging: Judging): FoundHere[] {
  const { system, id } = fact
  if (system === null)
    return [
      found('files.missing', 'critical', {
        message: `There is no file system ${id}.`,
        cause: 'It was deleted.',
        confidence: 'certain',
        next: judging.command('backup list'),
      }),
    ]
  const look = `aws efs describe-file-systems --file-system-id ${id}`
  const findings: FoundHere[] = []
  if (system.state !== 'available' && system.state !== 'updating')
    findings.push(
      found('files.state', 'critical', {
        message: `The file system of documents is ${system.state}.`,
        cause: 'It is being made or deleted, or has failed.',
        confidence: 'possible',
        next: look,
      }),
    )
  return [...findings, ...judgeReach(fact), ...judgeLoad(fact, judging), ...judgeConfigured(fact, judging)]
}

export function describeFileSystem({ system, growthPerDay, mountTargets }: FileSystemFact): string {
  if (system === null) return 'missing'
  const growth =
    growthPerDay === null ? 'growth not known' : `${bytes(Math.max(0, Math.round(growthPerDay)))} more a day`
  return `${system.state}, ${bytes(system.bytes)} (${growth}), ${mountTargets.length} mount targets, ${system.throughputMode}`
}

function found(
  id: string,
  severity: FoundHere['severity'],
  rest: Pick<FoundHere, 'message' | 'cause' | 'confidence' | 'next'>,
): FoundHere {
  return { id, severity, subject: 'storage', evidence: [], runbook: 'documents', ...rest }
}

function judgeReach({ mountTargets, zones, id }: FileSystemFact): FoundHere[] {
  const there = mountTargets.filter(({ state }) => state === 'available')
  if (there.length >= zones) return []
  return [
    found('files.unreachable', there.length === 0 ? 'critical' : 'warning', {
      message: `The file system can be mounted in ${there.length} of ${zones} zones.`,
      cause: 'A mount target was deleted or is not available; tasks of that zone do not start.',
      confidence: 'likely',
      next: `aws efs describe-mount-targets --file-system-id ${id}`,
    }),
  ]
}

function judgeLoad({ ioPercent, burstCreditBytes }: FileSystemFact, { command }: Judging): FoundHere[] {
  const next = command('configure get aws.files.throughput')
  const findings: FoundHere[] = []
  if (ioPercent !== null && ioPercent >= BUSY_PERCENT)
    findings.push(
      found('files.busy', 'warning', {
        message: `The file system works at ${Math.round(ioPercent)} % of its limit.`,
        cause: 'Much is read and written at once.',
        confidence: 'likely',
        next,
      }),
    )
  if (burstCreditBytes !== null && burstCreditBytes < LOW_CREDIT_BYTES)
    findings.push(
      found('files.credit-low', 'warning', {
        message: `The file system has ${bytes(burstCreditBytes)} of credit left; without any it becomes slow.`,
        cause: 'It has worked faster for hours than its size allows in the mode "bursting".',
        confidence: 'certain',
        next,
      }),
    )
  return findings
}

function judgeConfigured({ system }: FileSystemFact, { settings, command }: Judging): FoundHere[] {
  const { throughput } = awsSettingsOf(settings).files
  if (system === null || system.throughputMode === throughput || system.throughputMode === 'unknown') return []
  return [
    found('files.not-as-configured', 'warning', {
      message: `The file system has throughput "${system.throughputMode}", configured is "${throughput}".`,
      cause: 'The configuration was changed and not deployed, or the file system was changed by hand.',
      confidence: 'likely',
      next: command('provision --dry-run'),
    }),
  ]
}
