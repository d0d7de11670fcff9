import { archiveLogs } from '../archive-logs/index.ts'
import { type FunctionCall, openSurroundings } from './surroundings.ts'

const DAY_SECONDS = 86_400

/**
 * Runs every week: archives old log streams as `semiont archive-logs` does. When AWS is not done in time it fails, and is
 * started again by AWS: it then goes on where it was.
 */
export async function handler(
  _event: unknown,
  call: FunctionCall,
): Promise<{ deleted: number; kept: readonly { stream: string; reason: string }[] }> {
  const { connection, environment, now, signal, remainingMilliseconds, log, tell } = openSurroundings(call)
  const {
    SEMIONT_ARCHIVE_AFTER_DAYS: days,
    SEMIONT_LOG_GROUP: group = '',
    SEMIONT_ARCHIVE_BUCKET: archive = '',
  } = process.env
  const { receipt, bucket, deleted, kept } = await archiveLogs({
    connection,
    group,
    bucket: archive,
    olderThanSeconds: Number(days) * DAY_SECONDS,
    now,
    progress: { step: (text) => log(text) },
    signal,
    patienceMilliseconds: remainingMilliseconds,
  })
  log('Logs archived', { receipt, deleted: deleted.length, kept })
  if (kept.length > 0)
    await tell(
      `Semiont (${environment.name}): logs that could not be archived`,
      [
        `${kept.length} old log streams were not deleted, because the archive does not hold all of them:`,
        ...kept.map(({ stream, reason }) => `${stream}: ${reason}`),
        `The receipt of the archive: s3://${bucket}/${receipt ?? ''}`,
      ].join('\n'),
    )
  return { deleted: deleted.length, kept }
}
