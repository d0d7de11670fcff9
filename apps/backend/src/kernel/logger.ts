import pino from 'pino'

export type Logger = pino.Logger

/** JSON lines on standard output; the level in capitals, because runbooks search for `ERROR`. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino({
    level: options.level,
    base: { service: options.service },
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    errorKey: 'error',
  })
}
