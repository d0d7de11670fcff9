export interface Switch {
  readonly environment: string
  /** Identifiers of RDS. */
  readonly database: string
  readonly copy: string
  /** Ids of file systems; null where no files were restored. */
  readonly files: string
  readonly copiedFiles: string | null
  readonly backupRetentionDays: number
}

/**
 * What a person types to put a restored database in the place of the one in use. Names change places, so address, secrets and
 * stacks stay as they are, and the database so far is kept.
 */
export function switchSteps({
  environment,
  database,
  copy,
  files,
  copiedFiles,
  backupRetentionDays,
}: Switch): string[] {
  const former = `${database}-before-${copy.split('-').at(-1) ?? 'restore'}`
  const rename = (from: string, to: string) =>
    `aws rds modify-db-instance --apply-immediately --db-instance-identifier ${from} --new-db-instance-identifier ${to}`
  const wait = (name: string) => `aws rds wait db-instance-available --db-instance-identifier ${name}`
  return [
    `semiont stop --environment ${environment}`,
    rename(database, former),
    wait(former),
    rename(copy, database),
    wait(database),
    `aws rds modify-db-instance --apply-immediately --db-instance-identifier ${database} --deletion-protection --backup-retention-period ${backupRetentionDays}`,
    `semiont rotate database-password --environment ${environment}`,
    `semiont start --environment ${environment} && semiont check --environment ${environment}`,
    `# All is well: keep ${former} as long as you like, it costs as before. To go back, change the names once more.`,
    ...(copiedFiles === null
      ? []
      : [
          `# Documents that were deleted since are in ${copiedFiles}, folder aws-backup-restore_*/semiont. Files are named by their`,
          `# sha256 and never change, so copying what is missing into /semiont of ${files} overwrites nothing (AWS DataSync does it).`,
        ]),
  ]
}
