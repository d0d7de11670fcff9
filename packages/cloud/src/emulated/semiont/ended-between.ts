import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'

const CLI = resolve(import.meta.dirname, '../../../../../apps/cli/dist/main.js')

/** One call to AWS, as its JSON protocol writes it. */
export interface SeenCall {
  /** `AmazonSSM.PutParameter` */
  readonly target: string
  readonly body: string
}

export interface Ended {
  /** Whether it came to the call at which it was to be killed. */
  readonly killed: boolean
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs `semiont` as a process of its own and kills it (SIGKILL, which no process can answer) at the first call that `isLast`
 * picks: AWS has got the call and done what it says, and the process never hears of it. So it ends exactly between two steps.
 */
export async function endedBetween(
  operator: { readonly folder: string; readonly variables: NodeJS.ProcessEnv },
  args: readonly string[],
  isLast: (call: SeenCall) => boolean,
): Promise<Ended> {
  let killed = false
  const account = String(operator.variables['AWS_ENDPOINT_URL'])
  const between = createServer((question, answer) => {
    void pass(question, answer, account, (call) => {
      if (killed || !isLast(call)) return false
      killed = true
      child.kill('SIGKILL')
      return true
    })
  })
  await new Promise<void>((ready) => {
    between.listen(0, '127.0.0.1', ready)
  })
  const address = between.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const env = { ...operator.variables, SEMIONT_ENV: 'production', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: operator.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  between.closeAllConnections()
  await new Promise((closed) => between.close(closed))
  return { killed, code, stdout: out.join(''), stderr: err.join('') }
}

/** Hands a call on, and its answer back unless `keeps` says that nobody waits for it any more. */
async function pass(
  question: IncomingMessage,
  answer: ServerResponse,
  account: string,
  keeps: (call: SeenCall) => boolean,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of question) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { method, headers, url = '/' } = question
  const onward = request(new URL(url, account), { method, headers, agent: false }, (reached) => {
    const parts: Buffer[] = []
    reached.on('data', (part: Buffer) => parts.push(part))
    reached.once('end', () => {
      if (keeps({ target: String(headers['x-amz-target'] ?? ''), body: body.toString() })) return
      answer.writeHead(reached.statusCode ?? 502, reached.headers).end(Buffer.concat(parts))
    })
  })
  onward.once('error', () => answer.destroy())
  onward.end(body)
}
