import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Printer } from './printer.ts'

/** The terminal, or a pipe. */
export type SecretInput = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** Reads one line: piped in, or typed at the terminal without being shown. */
export async function readSecret(input: SecretInput, printer: Printer, name: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (input.isTTY) printer.line(`${name} (not shown while you type):`)
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true })
  try {
    for await (const line of lines) return line.trim()
    return ''
  } finally {
    lines.close()
  }
}
