import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { RefusedError } from '@semiont/operations/errors'
import type { Flags } from './context.ts'
import type { Prompt } from './prompt.ts'
import { UsageError } from './usage-error.ts'

type PromptInput = NodeJS.ReadableStream & { readonly isTTY?: boolean }

export function openPrompt(input: PromptInput, stderr: Writable, flags: Flags): Prompt {
  const canAsk = input.isTTY === true && !flags.noInput

  async function question(text: string, shown: boolean): Promise<string> {
    stderr.write(text)
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input, output: shown ? stderr : silent, terminal: input.isTTY === true })
    try {
      for await (const line of lines) return line.trim()
      return ''
    } finally {
      lines.close()
      if (!shown) stderr.write('\n')
    }
  }

  return {
    async confirm(text) {
      if (flags.yes) return true
      if (!canAsk)
        throw new RefusedError(`${text} Nobody is there to answer.`, 'Say --yes to go on without being asked.')
      return /^y(es)?$/i.test(await question(`${text} [y/N] `, true))
    },
    async ask(text, { fallback, instead } = {}) {
      if (canAsk)
        return (
          (await question(fallback === undefined ? `${text} ` : `${text} [${fallback}] `, true)) || (fallback ?? '')
        )
      if (fallback !== undefined) return fallback
      throw new UsageError(`${text} Nobody is there to answer. ${instead ?? ''}`.trim())
    },
    async secret(name) {
      if (input.isTTY && flags.noInput)
        throw new UsageError(`${name} must be typed or piped in, and --no-input forbids asking.`)
      return input.isTTY ? await question(`${name} (not shown while you type): `, false) : await question('', false)
    },
  }
}
