export { type AwsBackupOptions, type AwsBackupReport, createAwsBackup, listBackups } from './create-backup.ts'
export type { BackupMoment } from './moments.ts'
export {
  type AwsRestoreReport,
  prepareRestore,
  type Prepared,
  restoreBeside,
  type RestorePlan,
} from './restore-backup.ts'
export { type AwsVerifyReport, newestBackup, verifyAwsBackup } from './verify-backup.ts'
