import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { JsonObject } from './aws-calls.ts'
import type { RecordedOperation } from './emulation-table.ts'
import type { RunningServer } from './local-processes.ts'

/** What AWS says when it refuses; `code` is the name of the exception. */
export class RefusedByAws extends Error {
  override readonly name = 'RefusedByAws'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** An answer from what a test has put down; undefined lets the question through to moto. @throws RefusedByAws */
export type RecordedAnswer = (input: JsonObject) => JsonObject | undefined

export type RecordedAnswers = Readonly<Record<RecordedOperation, RecordedAnswer>>

/** Prefixes of the header X-Amz-Target in AWS's JSON protocol, by service as the clients name it. */
const JSON_TARGETS: Readonly<Record<string, string>> = {
  AnyScaleFrontendService: 'application-autoscaling',
  AWSWAF_20190729: 'wafv2',
  AWSInsightsIndexService: 'ce',
}

/** Stands before moto: answers what is recorded over AWS's JSON protocol, and passes everything else on as it came. */
export async function startRecorder(behind: string, answers: RecordedAnswers): Promise<RunningServer> {
  const server = createServer((question, answer) => {
    void handle(question, answer, { behind, answers })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The recorder has no port.')
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

interface Behind {
  readonly behind: string
  readonly answers: RecordedAnswers
}

async function handle(question: IncomingMessage, answer: ServerResponse, { behind, answers }: Behind): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of question) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const operation = operationOf(question)
  try {
    const recorded = isRecorded(operation, answers)
      ? answers[operation](JSON.parse(body.toString()) as JsonObject)
      : undefined
    if (recorded === undefined) passOn(question, body, answer, behind)
    else reply(answer, 200, recorded)
  } catch (error) {
    if (error instanceof RefusedByAws) reply(answer, 400, { __type: error.code, message: error.message })
    else reply(answer, 500, { __type: 'InternalFailure', message: String(error) })
  }
}

function operationOf({ headers }: IncomingMessage): string {
  const [prefix = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.')
  return `${JSON_TARGETS[prefix] ?? prefix}:${operation}`
}

function isRecorded(operation: string, answers: RecordedAnswers): operation is RecordedOperation {
  return Object.hasOwn(answers, operation)
}

function reply(answer: ServerResponse, status: number, body: JsonObject): void {
  answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
}

function passOn(question: IncomingMessage, body: Buffer, answer: ServerResponse, behind: string): void {
  const { method, headers, url = '/' } = question
  const onward = request(new URL(url, behind), { method, headers, agent: false }, (reached) => {
    answer.writeHead(reached.statusCode ?? 502, reached.headers)
    reached.pipe(answer)
  })
  onward.once('error', (error) => reply(answer, 502, { __type: 'InternalFailure', message: error.message }))
  onward.end(body)
}
