import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SecretError, whyPlaceholder } from '@semiont/config'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'

const MOST_BYTES = 65_536

/** Where a secret comes from when nobody types it: a file, or standard input; undefined at a terminal. Empty when there is none. */
export async function readGiven(context: CommandContext, fromFile: string | undefined): Promise<string | undefined> {
  if (fromFile !== undefined) return await readSecretFile(context, fromFile)
  return context.input.isTTY ? undefined : await readInput(context)
}

/** One line without the white space around it. @throws SecretError that never repeats it */
export function oneLine(text: string, name: string): string {
  const trimmed = text.trim()
  if (/[\r\n]/.test(trimmed)) throw new SecretError(`${name} must be one line. Nothing was changed.`)
  if (/[\u0000-\u001F\u007F]/.test(trimmed))
    throw new SecretError(`${name} has control characters in it. Nothing was changed.`)
  return trimmed
}

/** A secret of our own choice that nobody can guess. @throws SecretError that never repeats it */
export function assertHardToGuess(value: string, name: string): void {
  const why = whyPlaceholder(value)
  if (why !== undefined)
    throw new SecretError(`This is no ${name}: ${why}. Nothing was changed. Let one be made: add --generate.`)
}

/** What somebody else gave out is taken as it is, but not in silence. @throws SecretError when there is nothing */
export function accepted({ output }: CommandContext, value: string, name: string): string {
  if (value === '')
    throw new SecretError(`${name} was not changed: nothing was given. Pipe it in, or say --from-file <path>.`)
  const why = whyPlaceholder(value, 'theirs')
  if (why !== undefined) output.note(`${name} looks like a placeholder: ${why}.`)
  return value
}

async function readSecretFile({ workingDirectory, output }: CommandContext, path: string): Promise<string> {
  const file = resolve(workingDirectory, path)
  const about = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${path} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`,
      { cause },
    )
  })
  if (!about.isFile()) throw new UsageError(`${path} is not a file.`)
  if (about.size > MOST_BYTES) throw new UsageError(`${path} has ${about.size} bytes: no secret is that long.`)
  if ((about.mode & 0o077) !== 0)
    output.note(`Others on this machine may read ${path}. When it is no longer needed: rm ${path}`)
  return await readFile(file, 'utf8')
}

async function readInput({ input, signal }: CommandContext): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  const stop = () => 'destroy' in input && typeof input.destroy === 'function' && input.destroy()
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > MOST_BYTES) throw new UsageError(`More than ${MOST_BYTES} bytes came in: no secret is that long.`)
      chunks.push(bytes)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
  signal.throwIfAborted()
  return Buffer.concat(chunks).toString('utf8')
}
