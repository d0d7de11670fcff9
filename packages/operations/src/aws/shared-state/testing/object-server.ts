import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

/** What a test does to the way between a client and its objects. */
export type Trouble = 'none' | 'down' | 'denied' | 'loses an answer' | 'dies after a write'

/**
 * The part of S3's wire protocol that a trail and a lock need, over buckets in memory: read, list, and write on a condition.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export class ObjectServer {
  readonly buckets = new Map<string, Map<string, string>>()
  trouble: Trouble = 'none'
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  /** @returns its address */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://here')
    const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? []
    const body = bodyOf(request, await buffer(request))
    if (this.trouble === 'down') return void request.socket.destroy()
    if (this.trouble === 'denied') return refuse(response, 403, 'AccessDenied')
    const objects = this.buckets.get(bucket)
    if (objects === undefined) return refuse(response, 404, 'NoSuchBucket')
    // Others get between what one reads and what one writes.
    await delay(Math.random() * 3)
    if (request.method === 'PUT') {
      if (!holds(request, objects.get(key))) return refuse(response, 412, 'PreconditionFailed')
      objects.set(key, body)
      if (this.trouble === 'loses an answer' || this.trouble === 'dies after a write') {
        this.trouble = this.trouble === 'loses an answer' ? 'none' : 'down'
        return void request.socket.destroy()
      }
      response.writeHead(200, { etag: etagOf(body) }).end()
    } else if (key === '') list(response, objects, url.searchParams)
    else read(response, objects.get(key))
  }
}

function holds(request: IncomingMessage, there: string | undefined): boolean {
  const match = request.headers['if-match']
  if (request.headers['if-none-match'] === '*') return there === undefined
  return match === undefined || (there !== undefined && etagOf(there) === match)
}

function read(response: ServerResponse, content: string | undefined): void {
  if (content === undefined) return refuse(response, 404, 'NoSuchKey')
  response.writeHead(200, { etag: etagOf(content) }).end(content)
}

function list(response: ServerResponse, objects: Map<string, string>, query: URLSearchParams): void {
  const prefix = query.get('prefix') ?? ''
  const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
  const PAGE = 10
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
  const shown = keys.slice(0, PAGE)
  const next = keys.length > PAGE ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : ''
  const contents = shown.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('')
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end(
    `<ListBucketResult><IsTruncated>${String(next !== '')}</IsTruncated>${next}${contents}</ListBucketResult>`,
  )
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

/** The client may send its bytes in chunks that carry their checksum. */
function bodyOf(request: IncomingMessage, bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (request.headers['content-encoding']?.includes('aws-chunked') !== true) return text
  return /^[0-9a-f]+[^\r]*\r\n([^]*?)\r\n0/.exec(text)?.[1] ?? text
}

function etagOf(content: string): string {
  return `"${createHash('md5').update(content).digest('hex')}"`
}
