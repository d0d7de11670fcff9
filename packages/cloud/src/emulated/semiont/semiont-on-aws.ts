import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

const CLI = resolve(import.meta.dirname, '../../../../../apps/cli/dist/main.js')

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The `data` of `--json`. @throws Error with all that was said when there is none */
  json: <Data>() => Data
}

export interface TypedOptions {
  /** What the command reads on standard input. */
  readonly typed?: string
  readonly env?: NodeJS.ProcessEnv
  /** Ends the command as Ctrl-C does. */
  readonly signal?: AbortSignal
  /** Told each piece of standard output as it comes, for commands that go on. */
  readonly hear?: (piece: string) => void
}

/** Someone in the folder of a project, with these variables. */
export interface Operator {
  readonly folder: string
  readonly variables: NodeJS.ProcessEnv
}

/** Runs the built command line as a process of its own: `['check', '--json']`. */
export async function semiontOnAws(operator: Operator, args: readonly string[], options?: TypedOptions): Promise<Said> {
  return await run(operator, [process.execPath, CLI, ...args], options)
}

/** Types a line into bash, where `semiont` is on the path. */
export async function typeOnAws(operator: Operator, line: string, options?: TypedOptions): Promise<Said> {
  return await run(operator, ['bash', '-c', line], options)
}

async function run(
  { folder, variables }: Operator,
  [program = '', ...args]: readonly string[],
  { typed = '', env = {}, signal, hear }: TypedOptions = {},
): Promise<Said> {
  const child = spawn(program, args, { cwd: folder, env: { ...variables, ...env } })
  const interrupt = () => child.kill('SIGINT')
  signal?.addEventListener('abort', interrupt, { once: true })
  const heard = listen(child)
  if (hear) child.stdout.on('data', (chunk: Buffer) => hear(chunk.toString()))
  // A command that reads nothing may have ended before.
  child.stdin.on('error', () => {})
  child.stdin.end(typed)
  const code = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('close', (ended) => done(ended ?? -1))
  })
  signal?.removeEventListener('abort', interrupt)
  const said = heard()
  return { code, ...said, json: () => dataOf({ code, ...said }) }
}

function listen({ stdout, stderr }: ChildProcess): () => { stdout: string; stderr: string } {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  stderr?.on('data', (chunk: Buffer) => err.push(chunk))
  return () => ({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() })
}

function dataOf<Data>({ code, stdout, stderr }: Omit<Said, 'json'>): Data {
  try {
    return (JSON.parse(stdout) as { data: Data }).data
  } catch (cause) {
    throw new Error(`The command ended with ${code} and without JSON:\n${stdout}\n${stderr}`, { cause })
  }
}
