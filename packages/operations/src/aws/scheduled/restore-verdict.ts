import type { RestoreJob } from '../clients/backup.ts'

export interface RestoreVerdict {
  readonly passed: boolean
  /** What was looked at and what not, or what is wrong; AWS Backup keeps 1,024 characters of it. */
  readonly message: string
}

const LONGEST_MESSAGE = 1024

/** Which restores are to be judged: those that a restore testing plan has made, when they are done. */
export function isTest({ status, testingPlanArn, validation }: RestoreJob): boolean {
  return status === 'COMPLETED' && testingPlanArn !== null && validation !== 'SUCCESSFUL' && validation !== 'FAILED'
}

/** @param kind as AWS Backup has it: `RDS`, `EFS`. @param findings null for a kind that nobody here knows */
export function restoreVerdict(kind: string, findings: readonly string[] | null): RestoreVerdict {
  if (findings === null) return { passed: false, message: `Nobody knows how to judge a restored ${kind}.` }
  if (findings.length > 0) return { passed: false, message: findings.join(' ').slice(0, LONGEST_MESSAGE) }
  return {
    passed: true,
    message:
      kind === 'RDS'
        ? 'The restored database is there: available, of the right engine, encrypted. Its rows were not read: semiont verify does that.'
        : 'The restored file system is there: available and encrypted. Its files were not read.',
  }
}

/** Last part of an ARN: the name of an instance, the id of a file system. */
export function resourceIdOf(arn: string | null): string {
  return (arn ?? '').split(/[/:]/).at(-1) ?? ''
}
