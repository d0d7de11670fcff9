export { type BackupOptions, type BackupReport, createBackup } from './create-backup.ts'
export type { BackupStore } from './backup-store.ts'
export { openFolderStore } from './folder-store.ts'
