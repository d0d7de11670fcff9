import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type Readable, Transform, type Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { ExecRequest } from '../../platform/platform.ts'
import { MarkedOutput } from './marked-output.ts'
import type { Marks } from './wrap-command.ts'

const GRACE_MS = 5000
const END_OF_INPUT = '\u0004'
const INTERRUPT = '\u0003'
/** A terminal takes lines of 4095 bytes. */
const LINE_BYTES = 57

export interface SessionEnd {
  /** Undefined when the session ended before the command did. */
  readonly exitCode: number | undefined
  /** What the plugin and the agent said besides. */
  readonly around: string
}

/**
 * Passes a command's input and output through the plugin until the exit code is there. The plugin ends when its input does, so
 * that is kept open.
 */
export async function runSession(
  plugin: ChildProcess,
  { input, output, signal }: Pick<ExecRequest, 'input' | 'output' | 'signal'>,
  marks: Marks,
): Promise<SessionEnd> {
  const marked = new MarkedOutput(marks)
  const said: string[] = []
  plugin.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  plugin.stdin?.on('error', () => {})
  const closed = once(plugin, 'close').catch(() => {})
  const stopListening = interruptWith(signal, plugin, closed)
  let stopFeeding: (() => void) | undefined
  try {
    for await (const chunk of (plugin.stdout as Readable).iterator({ destroyOnReturn: false })) {
      await write(output, marked.take(chunk as Buffer))
      if (marked.hasBegun) stopFeeding ??= feed(input, plugin.stdin)
      if (marked.exitCode !== undefined) break
    }
    await write(output, marked.rest())
    stopFeeding?.()
    await endSession(plugin, END_OF_INPUT, closed)
    return { exitCode: marked.exitCode, around: [marked.around, ...said].join('') }
  } finally {
    stopFeeding?.()
    stopListening()
    plugin.kill('SIGKILL')
  }
}

/** Ctrl-C at a terminal has reached the plugin already, and it may mean something else to the command there. */
function interruptWith(signal: AbortSignal, plugin: ChildProcess, closed: Promise<unknown>): () => void {
  const interrupt = () => {
    const reason: unknown = signal.reason
    const isCtrlC = typeof reason === 'object' && reason !== null && 'signal' in reason && reason.signal === 'SIGINT'
    if (plugin.stdin !== null || !isCtrlC) void endSession(plugin, INTERRUPT, closed)
  }
  signal.addEventListener('abort', interrupt, { once: true })
  if (signal.aborted) interrupt()
  return () => signal.removeEventListener('abort', interrupt)
}

/** Asks the other side to end, and does not wait for ever. */
async function endSession(plugin: ChildProcess, by: string, closed: Promise<unknown>): Promise<void> {
  if (plugin.stdin?.writable === true) plugin.stdin.write(by)
  // Nobody reads it any more, and what nobody reads blocks who writes it.
  plugin.stdout?.resume()
  await Promise.race([closed, delay(GRACE_MS, undefined, { ref: false })])
  plugin.kill('SIGTERM')
}

/** As lines of base64, and the character that ends the input of a terminal. */
function feed(input: Readable | null, to: Writable | null): () => void {
  if (input === null || to === null) return () => {}
  const lines = toBase64Lines()
  lines.pipe(to, { end: false })
  input.pipe(lines)
  return () => {
    input.unpipe(lines)
    lines.unpipe(to)
  }
}

function toBase64Lines(): Transform {
  let rest: Buffer = Buffer.alloc(0)
  const lines = (bytes: Buffer) => {
    const count = Math.ceil(bytes.length / LINE_BYTES)
    return Array.from({ length: count }, (_, index) =>
      bytes.subarray(index * LINE_BYTES, (index + 1) * LINE_BYTES).toString('base64'),
    )
      .map((line) => `${line}\n`)
      .join('')
  }
  return new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      const bytes = Buffer.concat([rest, Buffer.from(chunk as string)])
      const whole = bytes.length - (bytes.length % LINE_BYTES)
      rest = bytes.subarray(whole)
      done(null, lines(bytes.subarray(0, whole)))
    },
    flush(done) {
      done(null, lines(rest) + END_OF_INPUT)
    },
  })
}

async function write(output: Writable, bytes: Buffer): Promise<void> {
  if (bytes.length > 0 && !output.write(bytes)) await Promise.race([once(output, 'drain'), once(output, 'close')])
}
