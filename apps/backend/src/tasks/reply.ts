import { REPLY_KEY_VARIABLE, sealReply } from '@semiont/config/sealed-reply'
import { ConfigurationError } from '../kernel/configuration.ts'

/**
 * What hands the result of a task to whoever started it: a line on standard output. Where standard output ends in a log that
 * others read, the environment names a key, and the result is sealed for it; then there is an answer even without a result.
 * @throws ConfigurationError when that is no key: before the task has done anything
 */
export function replyWriter(
  environment: NodeJS.ProcessEnv,
  write: (text: string) => void,
): (result: string | undefined) => void {
  const key = environment[REPLY_KEY_VARIABLE]
  if (key === undefined)
    return (result) => {
      if (result !== undefined) write(`${result}\n`)
    }
  try {
    sealReply('', key)
  } catch (cause) {
    throw new ConfigurationError(`${REPLY_KEY_VARIABLE} is no X25519 key.`, { cause })
  }
  return (result = '') => write(`${sealReply(result, key).join('\n')}\n`)
}
