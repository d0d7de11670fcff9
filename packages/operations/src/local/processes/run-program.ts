import { pipeline, Readable, type Writable } from 'node:stream'
import { ServiceFailedError } from '../../errors.ts'
import { captureLines, readableLines } from '../logs/log-lines.ts'
import type { RotatingLog } from '../logs/rotating-log.ts'
import { spawnNode } from './spawn-node.ts'

/**
 * Runs one of our programs to its end and returns what it wrote on standard output.
 * Standard error goes to the log, standard output only if `logOutput`: it may hold a secret.
 * @throws ServiceFailedError with the last lines when it does not end with code 0
 */
export async function runProgram(options: {
  name: string
  program: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** For its standard input; without it that is empty. */
  input?: string | Readable
  log: RotatingLog
  /** The log's file as the person finds it. */
  logFile: string
  logOutput: boolean
  signal: AbortSignal
}): Promise<string> {
  const { name, log } = options
  const child = spawnNode(options)
  if (options.input !== undefined && child.stdin) feed(child.stdin, options.input)
  const cancel = () => child.kill('SIGTERM')
  options.signal.addEventListener('abort', cancel, { once: true })
  const output: string[] = []
  child.stdout.on('data', (chunk) => output.push(String(chunk)))
  if (options.logOutput) captureLines(child.stdout, { service: name, log, levelOf: () => 'INFO' })
  captureLines(child.stderr, { service: name, log, levelOf: () => 'ERROR' })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  options.signal.removeEventListener('abort', cancel)
  options.signal.throwIfAborted()
  if (code === 0) return output.join('')
  const said = readableLines(log.recent().slice(-12)).map((line) => `  ${line}`)
  throw new ServiceFailedError(
    [`${name} ${options.args.join(' ')} failed with code ${code}:`, ...said].join('\n'),
    `Look at ${options.logFile} for more.`,
  )
}

/** A program that ends before it has read everything is judged by its exit code, not by the broken pipe. */
function feed(stdin: Writable, input: string | Readable): void {
  pipeline(typeof input === 'string' ? Readable.from([input]) : input, stdin, () => {})
}
