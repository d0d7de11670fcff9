import { Logger as JobLogger } from 'graphile-worker'
import type { Logger } from './logger.ts'

/** graphile-worker's own messages as our JSON lines; its chatter stays at debug. */
export function jobLogger(logger: Logger): JobLogger {
  return new JobLogger(() => (level, message, meta) => {
    const ours = level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug'
    logger[ours]({ ...(meta?.['error'] === undefined ? {} : { error: meta['error'] }) }, message)
  })
}
