export {
  archiveLogs,
  type ArchiveLogsOptions,
  type ArchivePlan,
  type ArchiveReport,
  planArchiving,
} from './archive-logs.ts'
export type { ArchivedStream } from './verify-archive.ts'
