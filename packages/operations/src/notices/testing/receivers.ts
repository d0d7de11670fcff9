import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Call {
  readonly body: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
}

/** A webhook on this machine that answers with each of `statuses` in turn, and with the last from then on. */
export async function openWebhook(statuses: readonly number[] = [200], headers: Record<string, string> = {}) {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ body: JSON.parse(Buffer.concat(chunks).toString()) as Call['body'], headers: request.headers })
      const status = statuses[Math.min(calls.length, statuses.length) - 1] ?? 200
      // 0 stands for a receiver that never answers.
      if (status !== 0) response.writeHead(status, headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks/T0/secret-part`,
    origin: `http://127.0.0.1:${port}`,
    calls,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface Mail {
  readonly from: string
  readonly to: string[]
  readonly content: string
}

/** An SMTP server on this machine with one account. Takes no mail for addresses that begin with `refused`. */
export async function openMailServer(account: { user: string; password: string }, busyFor = 0) {
  const mails: Mail[] = []
  let greeted = 0
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === account.user && password === account.password) done(null, { user: username })
      else done(new Error('Invalid username or password'))
    },
    onMailFrom(_address, _session, done) {
      if (++greeted <= busyFor) done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
      else done()
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('refused')) done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
      else done()
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ from, to, content: Buffer.concat(chunks).toString() })
        done(null, 'kept as number 7')
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
