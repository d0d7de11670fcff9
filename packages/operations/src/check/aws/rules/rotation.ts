import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { count } from '../../words.ts'
import type { KeptSecret, RotationFact } from '../facts/rotation.ts'

const DAY_MS = 86_400_000
/** AWS rotates within the day that the schedule names; one more is no finding. */
const LATE_DAYS = 2

/** Each secret is there with a value, and the database's changes by itself when it should. */
export function judgeRotation({ secrets, everyDays }: RotationFact, judging: Judging): FoundHere[] {
  return secrets.flatMap((secret) => [
    ...judgePresence(secret, judging),
    ...(secret.rotates ? judgeSchedule(secret, everyDays, judging) : []),
  ])
}

export function describeRotation({ secrets }: RotationFact, { now }: Judging): string {
  const rotated = secrets.find(({ rotates }) => rotates)?.secret
  const last = rotated?.lastRotatedAt ?? null
  const next = rotated?.nextRotationAt ?? null
  return [
    count(secrets.length, 'secret'),
    last === null
      ? 'the database password was not rotated yet'
      : `database password rotated ${days(last, now)} days ago`,
    ...(next === null ? [] : [`next on ${next.toISOString().slice(0, 10)}`]),
  ].join(', ')
}

function found(
  id: string,
  severity: FoundHere['severity'],
  rest: Pick<FoundHere, 'message' | 'cause' | 'confidence' | 'next'>,
): FoundHere {
  return { id, severity, subject: 'configuration', evidence: [], ...rest }
}

function judgePresence(
  { name, secret, hasCurrent, halfRotated, rotates }: KeptSecret,
  { command }: Judging,
): FoundHere[] {
  if (secret === null || secret.deletedAt !== null)
    return [
      found('secret.gone', 'critical', {
        message: secret === null ? `There is no secret ${name}.` : `The secret ${name} is marked for deletion.`,
        cause: 'Somebody has deleted it; tasks that start now get no value.',
        confidence: 'certain',
        next: secret === null ? command('provision') : `aws secretsmanager restore-secret --secret-id ${name}`,
      }),
    ]
  const versions = `aws secretsmanager list-secret-version-ids --secret-id ${name}`
  if (!hasCurrent)
    return [
      found('secret.no-current', 'critical', {
        message: `The secret ${name} has no current version.`,
        cause: 'Its label AWSCURRENT was moved away by hand.',
        confidence: 'likely',
        next: versions,
      }),
    ]
  if (!halfRotated) return []
  return [
    found('secret.half-rotated', 'warning', {
      message: `A rotation of the secret ${name} was begun and not finished.`,
      cause: 'A step of it failed, or the command was stopped; the former value still holds.',
      confidence: 'likely',
      next: rotates ? command('rotate database-password') : versions,
    }),
  ]
}

function judgeSchedule({ name, secret }: KeptSecret, everyDays: number, { now, command }: Judging): FoundHere[] {
  if (secret === null || secret.deletedAt !== null) return []
  if (!secret.rotationEnabled)
    return [
      found('secret.rotation-off', 'warning', {
        message: `The secret ${name} is not changed by itself.`,
        cause: 'Its rotation was switched off.',
        confidence: 'certain',
        next: command('provision'),
      }),
    ]
  const { nextRotationAt, lastRotatedAt, lastChangedAt } = secret
  const missed = nextRotationAt !== null && days(nextRotationAt, now) > LATE_DAYS
  const since = lastRotatedAt ?? lastChangedAt
  const old = since !== null && days(since, now) > everyDays + LATE_DAYS
  if (!missed && !old) return []
  return [
    found('secret.rotation-overdue', 'warning', {
      message: `The secret ${name} should be changed every ${everyDays} days; ${since === null ? 'it never was' : `that was ${days(since, now)} days ago`}.`,
      cause: 'The scheduled rotation failed; its function says why.',
      confidence: 'likely',
      next: command('rotate database-password'),
    }),
  ]
}

function days(moment: Date, now: Date): number {
  return Math.floor((now.getTime() - moment.getTime()) / DAY_MS)
}
