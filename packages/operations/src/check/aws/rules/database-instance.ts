import { awsSettingsOf } from '../configured.ts'
import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { bytes, duration } from '../../words.ts'
import type { DatabaseInstanceFact } from '../facts/database-instance.ts'

type Instance = NonNullable<DatabaseInstanceFact['instance']>

const GIB = 1024 ** 3
const DAY_MS = 86_400_000
/** It works meanwhile: AWS does something by itself or as it was told. */
const WORKING =
  /^(available|backing-up|modifying|storage-optimization|configuring-|upgrading|maintenance|renaming|moving)/
/** AWS uploads the log every five minutes. */
const RESTORABLE_MS = 60 * 60_000

/** The database is there, has room, is backed up, and is as configured. */
export function judgeDatabaseInstance(fact: DatabaseInstanceFact, judging: Judging): FoundHere[] {
  const { instance } = fact
  if (instance === null)
    return [
      found('database.no-instance', 'critical', {
        message: `There is no database ${fact.identifier}.`,
        cause: 'It was deleted, or renamed.',
        confidence: 'certain',
        next: judging.command('backup list'),
      }),
    ]
  return [
    ...judgeStatus(instance),
    ...judgeRoom(fact, instance, judging),
    ...judgeLoad(fact, judging),
    ...judgeBackups(instance, judging),
    ...judgeConfigured(instance, judging),
    ...judgeCertificate(instance, judging),
  ]
}

export function describeDatabaseInstance({
  instance,
  freeBytes,
  connections,
  cpuPercent,
}: DatabaseInstanceFact): string {
  if (instance === null) return 'missing'
  const parts = [
    `${instance.status}, PostgreSQL ${instance.engineVersion} on ${instance.instanceClass}`,
    freeBytes === null ? 'free storage not known' : `${bytes(freeBytes)} of ${instance.allocatedGb} GB free`,
    connections === null ? 'connections not known' : `${Math.round(connections)} connections`,
    cpuPercent === null ? 'CPU not known' : `CPU ${Math.round(cpuPercent)} %`,
  ]
  return parts.join(', ')
}

function found(
  id: string,
  severity: FoundHere['severity'],
  rest: Pick<FoundHere, 'message' | 'cause' | 'confidence' | 'next'> & { readonly evidence?: readonly string[] },
): FoundHere {
  return { id, severity, subject: 'database', evidence: [], runbook: 'database', ...rest }
}

function describeCall(identifier: string): string {
  return `aws rds describe-db-instances --db-instance-identifier ${identifier}`
}

function judgeStatus({ status, identifier, pendingChanges }: Instance): FoundHere[] {
  const next = describeCall(identifier)
  if (!WORKING.test(status))
    return [
      found('database.status', 'critical', {
        message: `The database is ${status}.`,
        cause: status === 'storage-full' ? 'Its storage is used up.' : 'It was stopped, is restarted or has failed.',
        confidence: status === 'storage-full' ? 'certain' : 'possible',
        next,
      }),
    ]
  if (pendingChanges.length === 0) return []
  return [
    found('database.pending', 'info', {
      message: `Changes of the database wait for its maintenance window: ${pendingChanges.join(', ')}.`,
      cause: 'They were ordered without being applied at once.',
      confidence: 'certain',
      next,
    }),
  ]
}

function judgeRoom(
  { freeBytes }: DatabaseInstanceFact,
  instance: Instance,
  { settings, command }: Judging,
): FoundHere[] {
  if (freeBytes === null || instance.allocatedGb === 0) return []
  const percent = (freeBytes / (instance.allocatedGb * GIB)) * 100
  const limit = settings.monitoring.thresholds.diskFreePercent
  if (percent >= limit) return []
  const grows = instance.maximumGb !== null && instance.maximumGb > instance.allocatedGb
  return [
    found(grows ? 'database.storage-low' : 'database.storage-full', grows ? 'warning' : 'critical', {
      message: `${bytes(freeBytes)} of the database's ${instance.allocatedGb} GB are free (${percent.toFixed(1)} %, limit ${limit} %).`,
      cause: grows
        ? `It grows by itself up to ${instance.maximumGb} GB, but at most every six hours.`
        : 'It has grown as far as aws.database.maximumStorageGb lets it.',
      confidence: 'likely',
      next: command('configure get aws.database.maximumStorageGb'),
    }),
  ]
}

function judgeLoad({ connections, cpuPercent }: DatabaseInstanceFact, { settings, command }: Judging): FoundHere[] {
  const aws = awsSettingsOf(settings)
  const most = (aws.services.backend.maximum + aws.services.worker.maximum) * settings.database.poolSize
  const limit = Math.round((most * settings.monitoring.thresholds.databaseConnectionsPercent) / 100)
  const findings: FoundHere[] = []
  if (connections !== null && connections >= limit)
    findings.push(
      found('database.connections', 'warning', {
        message: `The database has ${Math.round(connections)} connections (limit ${limit} of ${most}).`,
        cause: 'More tasks run than the pool was planned for, or connections leak.',
        confidence: 'possible',
        next: command('configure get database.poolSize'),
      }),
    )
  if (cpuPercent !== null && cpuPercent >= 85)
    findings.push(
      found('database.busy', 'warning', {
        message: `The database's CPU is at ${Math.round(cpuPercent)} %.`,
        cause: 'A statement reads more than it needs, or the instance is too small.',
        confidence: 'possible',
        next: command('logs --service database --grep duration --since 1h'),
      }),
    )
  return findings
}

function judgeBackups(instance: Instance, { now, command }: Judging): FoundHere[] {
  if (instance.backupRetentionDays === 0)
    return [
      found('database.no-backups', 'critical', {
        message: 'The database makes no backups.',
        cause: 'Their retention was set to zero days.',
        confidence: 'certain',
        next: command('provision'),
      }),
    ]
  const { latestRestorableTime } = instance
  const behind = latestRestorableTime === null ? 0 : now.getTime() - latestRestorableTime.getTime()
  if (behind <= RESTORABLE_MS) return []
  return [
    found('database.log-behind', 'warning', {
      message: `The database can be restored only as it was ${duration(behind)} ago.`,
      cause: 'It is stopped, or its log does not reach AWS; normal are five minutes.',
      confidence: 'possible',
      next: describeCall(instance.identifier),
    }),
  ]
}

function judgeConfigured(instance: Instance, { settings, command }: Judging): FoundHere[] {
  const { multiAz, deletionProtection, instance: size } = awsSettingsOf(settings).database
  const differences = [
    ...(multiAz && !instance.multiAz ? ['it has no standby in another zone, though aws.database.multiAz is set'] : []),
    ...(instance.instanceClass === '' || instance.instanceClass === `db.${size}`
      ? []
      : [`it is a ${instance.instanceClass}, configured is db.${size}`]),
  ]
  const findings: FoundHere[] = []
  if (differences.length > 0)
    findings.push(
      found('database.not-as-configured', 'warning', {
        message: `The database is not as configured: ${differences.join('; ')}.`,
        cause: 'The configuration was changed and not deployed, or the database was changed by hand.',
        confidence: 'likely',
        next: command('provision --dry-run'),
      }),
    )
  if (deletionProtection && !instance.deletionProtection)
    findings.push(
      found('database.unprotected', 'warning', {
        message: 'The database can be deleted by a single call.',
        cause: 'Its deletion protection was switched off.',
        confidence: 'certain',
        next: `aws rds modify-db-instance --deletion-protection --db-instance-identifier ${instance.identifier}`,
      }),
    )
  return findings
}

function judgeCertificate(
  { certificateValidTill, certificateAuthority, identifier }: Instance,
  { now, settings }: Judging,
): FoundHere[] {
  if (certificateValidTill === null) return []
  const days = Math.floor((certificateValidTill.getTime() - now.getTime()) / DAY_MS)
  if (days >= settings.monitoring.thresholds.certificateDays) return []
  return [
    found('database.certificate', days < 0 ? 'critical' : 'warning', {
      message: `The certificate of the database ${days < 0 ? 'has ended' : 'ends'} on ${certificateValidTill.toISOString().slice(0, 10)}.`,
      cause: `It was issued by ${certificateAuthority ?? 'an authority'} that AWS replaces.`,
      confidence: 'certain',
      next: `aws rds describe-certificates && ${describeCall(identifier)}`,
    }),
  ]
}
