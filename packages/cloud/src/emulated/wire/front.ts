import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { JsonObject } from '../aws-calls.ts'
import type { RunningServer } from '../local-processes.ts'
import { answerTo, RefusedByAws, refusalOf, type Written } from './answer.ts'
import type { Faults } from './faults.ts'
import { type Question, questionOf, type Received, type Route } from './question.ts'

/** undefined lets the question through to moto. @throws RefusedByAws */
export type Answer = (input: JsonObject) => JsonObject | undefined | Promise<JsonObject | undefined>

/** By `service:Operation`. */
export type Answers = Readonly<Record<string, Answer>>

export interface Front {
  /** Address of moto. */
  readonly behind: string
  readonly answers: Answers
  /** Of the REST services among them. */
  readonly routes?: readonly Route[]
  readonly faults: Faults
  /** A question as moto understands it, of services that speak the query protocol. */
  readonly respell?: (form: string) => string
}

/** Stands before moto: answers what moto cannot, over the wire protocol of the service, and passes everything else on. */
export async function startFront(front: Front): Promise<RunningServer> {
  const server = createServer((message, answer) => {
    void handle(message, answer, front)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The emulated account has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

async function handle(message: IncomingMessage, answer: ServerResponse, front: Front): Promise<void> {
  const received = await receive(message)
  const question = questionOf(received, front.routes)
  const written = await replyTo(question, front)
  if (written === 'cut') message.socket.destroy()
  else if (written === undefined) passOn(respelled(received, question, front), answer, front.behind)
  else answer.writeHead(written.status, written.headers).end(written.body)
}

async function replyTo(question: Question, { answers, faults }: Front): Promise<Written | 'cut' | undefined> {
  try {
    if (faults.meet(question) === 'cut') return 'cut'
    const output = await answers[`${question.service}:${question.operation}`]?.(question.input)
    return output && answerTo(question, output)
  } catch (error) {
    if (error instanceof RefusedByAws) return refusalOf(question, error)
    return refusalOf(question, new RefusedByAws('InternalFailure', String(error), 500))
  }
}

function respelled(received: Received, { protocol }: Question, { respell }: Front): Received {
  if (protocol !== 'query' || respell === undefined) return received
  const body = Buffer.from(respell(received.body.toString()))
  return { ...received, body, headers: { ...received.headers, 'content-length': String(body.length) } }
}

async function receive(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const { method = 'GET', url = '/', headers } = message
  return { method, url, headers, body: Buffer.concat(chunks) }
}

function passOn({ method, headers, url, body }: Received, answer: ServerResponse, behind: string): void {
  const onward = request(new URL(url, behind), { method, headers, agent: false }, (reached) => {
    answer.writeHead(reached.statusCode ?? 502, reached.headers)
    reached.pipe(answer)
  })
  onward.once('error', (error) => answer.writeHead(502).end(error.message))
  onward.end(body)
}
