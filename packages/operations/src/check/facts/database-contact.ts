import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { DATABASE_PASSWORD_SECRET } from '@semiont/config'
import { findPortHolder } from '../../local/ports.ts'
import { readPostmasterFile } from '../../local/postgres/leftover-server.ts'
import { identifyProcess } from '../../local/processes/process-identity.ts'
import type { CheckOptions } from '../check-options.ts'

/** Why nobody answers there as our database. */
export type NoContact =
  | 'not-made'
  | 'stopped'
  | 'no-password'
  | 'refused'
  | 'wrong-password'
  | 'no-such-database'
  | 'port-taken'
  | 'too-many-connections'
  | 'starting'
  | 'unknown-host'
  | 'timeout'
  | 'failed'

/** Questions of several checks over one connection, one after the other. */
export interface Questions {
  query<Row>(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Row[] }>
}

export type DatabaseContact =
  | {
      readonly reached: true
      readonly client: Questions
      close(): Promise<void>
      readonly url: string
      readonly embedded: boolean
      readonly milliseconds: number
    }
  | {
      readonly reached: false
      readonly why: NoContact
      readonly embedded: boolean
      /** `127.0.0.1:5432`, without user and password. */
      readonly address: string | null
      /** What the attempt to connect said. */
      readonly detail: string
    }

const OUT_OF_REACH: DatabaseContact = {
  reached: false,
  why: 'failed',
  embedded: false,
  address: null,
  detail: 'a database on AWS is reached by tasks of the installation alone',
}

type Seeker = CheckOptions & { readonly stateDirectory: string }

const CONNECT_MS = 4000
const STATEMENT_MS = 4000

/**
 * Connects for as long as `use` takes, or says why not. A stopped embedded server stays stopped, unless the check is to go
 * deep; and nothing is made that is not there.
 */
export async function withDatabaseContact<Result>(
  seeker: Seeker,
  use: (contact: Promise<DatabaseContact>) => Promise<Result>,
): Promise<Result> {
  if (seeker.platform.kind === 'aws') return await use(Promise.resolve(OUT_OF_REACH))
  if (seeker.databaseUrl !== undefined) return await closing(connect(seeker.databaseUrl, false, seeker.full), use)
  const contact = seekEmbedded(seeker)
  const first = seeker.deep ? await contact : undefined
  if (first?.reached === false && first.why === 'stopped') return await throughPlatform(seeker, use)
  return await closing(contact, use)
}

/** The platform opens the way there, and keeps it open. */
async function throughPlatform<Result>(
  { platform, signal, full }: Seeker,
  use: (contact: Promise<DatabaseContact>) => Promise<Result>,
): Promise<Result> {
  let opened = false
  try {
    return await platform.withDatabase(async ({ url }) => {
      opened = true
      return await closing(connect(url, true, full), use)
    }, signal)
  } catch (error) {
    if (opened) throw error
    const detail = error instanceof Error ? error.message : String(error)
    return await use(Promise.resolve({ reached: false, why: 'failed', embedded: true, address: null, detail }))
  }
}

async function closing<Result>(
  contact: Promise<DatabaseContact>,
  use: (contact: Promise<DatabaseContact>) => Promise<Result>,
): Promise<Result> {
  contact.catch(() => {})
  try {
    return await use(contact)
  } finally {
    const made = await contact.catch(() => undefined)
    if (made?.reached) await made.close().catch(() => {})
  }
}

async function seekEmbedded({ stateDirectory, secrets, full }: Seeker): Promise<DatabaseContact> {
  const none = (why: NoContact, detail: string, address: string | null = null) =>
    ({ reached: false, why, embedded: true, address, detail }) as const
  const port = Number(await readFile(join(stateDirectory, 'postgres.port'), 'utf8').catch(() => ''))
  if (!(port > 0)) return none('not-made', 'there is no database here yet')
  const address = `127.0.0.1:${port}`
  const postmaster = readPostmasterFile(join(stateDirectory, 'postgres', 'data'))
  if (!postmaster || !identifyProcess(postmaster.pid)) {
    const holder = findPortHolder(port)
    if (!holder) return none('stopped', 'its server does not run', address)
    return none('port-taken', `${holder.command.slice(0, 120)} (process ${holder.pid}) listens there`, address)
  }
  const password = await secrets.find(DATABASE_PASSWORD_SECRET)
  if (password === undefined) return none('no-password', `there is no secret ${DATABASE_PASSWORD_SECRET}`, address)
  return await connect(`postgres://semiont:${encodeURIComponent(password)}@${address}/semiont`, true, full)
}

async function connect(url: string, embedded: boolean, full: boolean): Promise<DatabaseContact> {
  const startedAt = performance.now()
  const { default: postgres } = await import('pg')
  const client = new postgres.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'semiont check',
    // A question that waits for somebody's lock must not keep the others from being asked.
    ...(full ? {} : { statement_timeout: STATEMENT_MS }),
  })
  // A server that goes away in between tells so through the query as well.
  client.on('error', () => {})
  try {
    await client.connect()
    const milliseconds = performance.now() - startedAt
    return { reached: true, client: oneByOne(client), close: () => client.end(), url, embedded, milliseconds }
  } catch (error) {
    await client.end().catch(() => {})
    return { reached: false, embedded, address: addressOf(url), ...explain(error, url) }
  }
}

function oneByOne(client: Client): Questions {
  let last: Promise<unknown> = Promise.resolve()
  return {
    async query<Row>(text: string, values?: readonly unknown[]) {
      const answer = last.then(() => client.query(text, values && [...values]))
      last = answer.catch(() => {})
      const { rows } = await answer
      return { rows: rows as Row[] }
    },
  }
}

/** @see https://www.postgresql.org/docs/17/errcodes-appendix.html */
const BY_CODE: Readonly<Record<string, NoContact>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ETIMEDOUT: 'timeout',
  '28P01': 'wrong-password',
  '28000': 'wrong-password',
  '3D000': 'no-such-database',
  '53300': 'too-many-connections',
  '57P03': 'starting',
}

function explain(error: unknown, url: string): { why: NoContact; detail: string } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = error instanceof Error && error.message !== '' ? error.message : code
  const known = BY_CODE[code]
  if (known && known !== 'timeout') return { why: known, detail: message }
  // Anything but PostgreSQL closes the connection, keeps silent, or answers what the driver cannot read.
  const holder = otherProgramAt(url)
  if (holder !== undefined) return { why: 'port-taken', detail: `${holder} listens there` }
  return { why: known ?? (/timeout/i.test(message) ? 'timeout' : 'failed'), detail: message }
}

function otherProgramAt(url: string): string | undefined {
  if (!URL.canParse(url)) return
  const { hostname, port } = new URL(url)
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return
  const holder = findPortHolder(Number(port || 5432))
  if (!holder || /postgres/.test(holder.command)) return
  return `${holder.command.slice(0, 120)} (process ${holder.pid})`
}

function addressOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname, port } = new URL(url)
  return `${hostname}:${port || '5432'}`
}
