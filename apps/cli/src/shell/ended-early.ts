import { EXIT } from './exit-codes.ts'

/** `--timeout` was over. */
export class TimedOutError extends Error {
  override readonly name = 'TimedOutError'
  readonly exitCode = EXIT.timeout
  readonly action = 'Give it longer with --timeout, or see what hangs with: semiont check'

  constructor(seconds: number, options?: ErrorOptions) {
    super(`Not finished after ${seconds} s.`, options)
  }
}

/** The person pressed Ctrl-C, or the process was asked to end. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  readonly exitCode = EXIT.interrupted
  readonly action = 'See how things stand with: semiont check'

  constructor(options?: ErrorOptions) {
    super('Interrupted.', options)
  }
}

/** Who read the answer has closed the pipe (`semiont logs | head`): nobody is left to tell anything. */
export class ClosedPipeError extends Error {
  override readonly name = 'ClosedPipeError'
  readonly exitCode = EXIT.fine
}

/** Waits for `work`; once the signal is aborted no longer than the grace, in which it may put things in order. */
export async function endWithGrace<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
  graceMilliseconds: number,
): Promise<Result> {
  if (!signal) return await work
  const ended = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const graceIsOver = new Promise<never>((_, reject) => {
    const startGrace = () => {
      timer = setTimeout(() => reject(signal.reason), graceMilliseconds)
    }
    if (signal.aborted) startGrace()
    else signal.addEventListener('abort', startGrace, { once: true, signal: ended.signal })
  })
  try {
    return await Promise.race([work, graceIsOver])
  } finally {
    ended.abort()
    clearTimeout(timer)
  }
}
