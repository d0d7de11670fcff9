import { Logger as JobLogger, type LogLevel } from 'graphile-worker'
import type { Logger } from './logger.ts'

const OURS: Record<`${LogLevel}`, 'error' | 'warn' | 'debug'> = {
  error: 'error',
  warning: 'warn',
  info: 'debug',
  debug: 'debug',
}

/** graphile-worker's own messages as our JSON lines; its chatter stays at debug. */
export function jobLogger(logger: Logger): JobLogger {
  return new JobLogger(() => (level, message, meta) => {
    logger[OURS[level]]({ ...(meta?.['error'] === undefined ? {} : { error: meta['error'] }) }, message)
  })
}
