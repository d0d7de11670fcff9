import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { RefusedError } from '@semiont/operations/errors'
import type { Flags } from './context.ts'
import { InterruptedError } from './ended-early.ts'
import type { Prompt } from './prompt.ts'
import type { Surroundings } from './surroundings.ts'
import { UsageError } from './usage-error.ts'

/** Asks on standard error, so that standard output stays the answer's. */
export function openPrompt(
  { input, stderr }: Pick<Surroundings, 'input' | 'stderr'>,
  flags: Flags,
  signal: AbortSignal,
): Prompt {
  const canAsk = input.isTTY === true && !flags.noInput
  let piped: AsyncIterator<string> | undefined

  async function typedLine(question: string, shown: boolean): Promise<string> {
    stderr.write(question)
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input, output: shown ? stderr : silent, terminal: true, historySize: 0 })
    try {
      return (await nextLine(lines, signal)).trim()
    } finally {
      lines.close()
      if (!shown) stderr.write('\n')
    }
  }

  /** Line after line of what is piped in; empty when there are no more. */
  async function pipedLine(): Promise<string> {
    piped ??= createInterface({ input, signal })[Symbol.asyncIterator]()
    const { value, done } = await piped.next()
    if (signal.aborted) throw new InterruptedError()
    return done ? '' : value.trim()
  }

  return {
    async confirm(question) {
      if (flags.yes) return true
      if (!canAsk)
        throw new RefusedError(`${question} Nobody is there to answer.`, 'Say --yes to go on without being asked.')
      return /^y(es)?$/i.test(await typedLine(`${question} [y/N] `, true))
    },
    async ask(question, { fallback, instead } = {}) {
      if (canAsk) {
        const text = fallback === undefined ? `${question} ` : `${question} [${fallback}] `
        return (await typedLine(text, true)) || (fallback ?? '')
      }
      if (fallback !== undefined) return fallback
      throw new UsageError(`${question} Nobody is there to answer. ${instead ?? ''}`.trim())
    },
    async secret(name) {
      if (!input.isTTY) return await pipedLine()
      if (flags.noInput) throw new UsageError(`${name} must be typed or piped in, and --no-input forbids asking.`)
      return await typedLine(`${name} (not shown while you type): `, false)
    },
  }
}

/** In raw mode the terminal sends Ctrl-C as a key, not as a signal. @throws InterruptedError */
async function nextLine(lines: Interface, signal: AbortSignal): Promise<string> {
  return await new Promise((resolve, reject) => {
    const interrupt = () => reject(new InterruptedError())
    if (signal.aborted) interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    lines.once('line', resolve)
    lines.once('SIGINT', interrupt)
    lines.once('close', () => {
      signal.removeEventListener('abort', interrupt)
      resolve('')
    })
  })
}
