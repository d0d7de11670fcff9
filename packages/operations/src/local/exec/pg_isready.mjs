// Says whether a PostgreSQL server takes connections, for machines that have no pg_isready of their own. Options, messages and
// exit codes are those of pg_isready: 0 accepting, 1 rejecting, 2 no response, 3 no attempt.
// https://www.postgresql.org/docs/17/app-pg-isready.html, https://www.postgresql.org/docs/17/protocol-message-formats.html
import { existsSync } from 'node:fs'
import { createConnection } from 'node:net'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'

const ACCEPTING = 0
const REJECTING = 1
const NO_RESPONSE = 2
const NO_ATTEMPT = 3
const SAID = ['accepting connections', 'rejecting connections', 'no response', 'no attempt']
const CANNOT_CONNECT_NOW = '57P03'

const HELP = `pg_isready issues a connection check to a PostgreSQL database.

Usage:
  pg_isready [OPTION]...

Options:
  -d, --dbname=DBNAME      database name
  -q, --quiet              run quietly
  -V, --version            output version information, then exit
  -?, --help               show this help, then exit
  -h, --host=HOSTNAME      database server host or socket directory
  -p, --port=PORT          database server port
  -t, --timeout=SECS       seconds to wait when attempting connection, 0 disables (default: 3)
  -U, --username=USERNAME  user name to connect as`

const OPTIONS = {
  dbname: { type: 'string', short: 'd' },
  quiet: { type: 'boolean', short: 'q' },
  version: { type: 'boolean', short: 'V' },
  help: { type: 'boolean', short: '?' },
  host: { type: 'string', short: 'h' },
  port: { type: 'string', short: 'p' },
  timeout: { type: 'string', short: 't' },
  username: { type: 'string', short: 'U' },
}

process.exitCode = await main(process.argv.slice(2), process.env)

async function main(args, env) {
  const given = parse(args)
  if (!given) return NO_ATTEMPT
  if (given.help) return say(HELP, ACCEPTING)
  if (given.version) return say('pg_isready (Semiont) 17', ACCEPTING)
  const server = addressOf(given, env)
  const answer = server.seconds === undefined ? NO_ATTEMPT : await ask(server)
  return given.quiet ? answer : say(`${server.host}:${server.port} - ${SAID[answer]}`, answer)
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    process.stderr.write(`pg_isready: error: ${error.message}\npg_isready: hint: Try "pg_isready --help".\n`)
    return undefined
  }
}

function say(text, code) {
  process.stdout.write(`${text}\n`)
  return code
}

function addressOf(given, env) {
  const url = /^postgres(ql)?:\/\//.test(given.dbname ?? '') ? new URL(given.dbname) : undefined
  const port = Number(given.port ?? (url?.port || env.PGPORT || 5432))
  const timeout = Number(given.timeout ?? (env.PGCONNECT_TIMEOUT || 3))
  const possible = Number.isInteger(port) && port > 0 && port < 65_536 && Number.isInteger(timeout) && timeout >= 0
  const user = given.username ?? (decodeURIComponent(url?.username ?? '') || env.PGUSER || userInfo().username)
  return {
    host: given.host ?? (url?.hostname || env.PGHOST || defaultHost()),
    port: given.port ?? port,
    user,
    database: url ? decodeURIComponent(url.pathname.slice(1)) : (given.dbname ?? (env.PGDATABASE || user)),
    seconds: possible ? timeout : undefined,
  }
}

/** Like libpq: the folder of sockets that the system has. */
function defaultHost() {
  return existsSync('/var/run/postgresql') ? '/var/run/postgresql' : '/tmp'
}

/** Begins a session and looks at the first answer, as libpq's PQping does: any answer but "not now" is a server that works. */
async function ask({ host, port, user, database, seconds }) {
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port: Number(port) }
  return await new Promise((resolve) => {
    const socket = createConnection(address)
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    if (seconds > 0) setTimeout(() => end(NO_RESPONSE), seconds * 1000).unref()
    let received = Buffer.alloc(0)
    socket.once('connect', () => socket.write(startupMessage({ user, database, application_name: 'pg_isready' })))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const answer = judge(received)
      if (answer !== undefined) end(answer)
    })
    socket.once('error', () => end(NO_RESPONSE))
    socket.once('close', () => end(NO_RESPONSE))
  })
}

/** StartupMessage: length, protocol 3.0, then names and values, each ended by a zero byte. */
function startupMessage(parameters) {
  const words = Object.entries(parameters)
    .flat()
    .map((word) => `${word}\0`)
  const body = Buffer.from(`${words.join('')}\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(body.length + 8, 0)
  head.writeInt32BE(196_608, 4)
  return Buffer.concat([head, body])
}

/** Undefined while the message is not complete. An ErrorResponse tells its SQLSTATE in the field C. */
function judge(bytes) {
  if (bytes.length < 5) return undefined
  const kind = String.fromCharCode(bytes[0])
  if (kind === 'R') return ACCEPTING
  if (kind !== 'E') return NO_RESPONSE
  const length = bytes.readInt32BE(1)
  if (bytes.length < length + 1) return undefined
  const state = bytes
    .toString('latin1', 5, length + 1)
    .split('\0')
    .find((field) => field.startsWith('C'))
    ?.slice(1)
  if (state?.length !== 5) return NO_RESPONSE
  return state === CANNOT_CONNECT_NOW ? REJECTING : ACCEPTING
}
