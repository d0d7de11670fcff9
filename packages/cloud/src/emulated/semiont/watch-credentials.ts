import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { text } from '../json.ts'
import type { EmulatedAws } from '../emulated-aws.ts'

interface Credentials {
  readonly username: string
  readonly password: string
  readonly host: string
  readonly dbname: string
}

/** What was seen of the credentials with which tasks were started. */
export interface Watched {
  /** How often a task's credentials opened the database. */
  readonly opened: number
  /** Users that tasks were started with. */
  readonly users: ReadonlySet<string>
  /** Tasks whose credentials did not open the database while they ran. */
  readonly lockedOut: readonly string[]
}

/**
 * Looks all the while whether each task of backend and worker that runs can open another connection to the database with what it
 * was started with: in the emulation a task of a service is a state, so what it would have got is noted when it appears.
 */
export function watchCredentials(aws: EmulatedAws): { stop: () => Promise<Watched> } {
  const held = new Map<string, Credentials>()
  const users = new Set<string>()
  const lockedOut: string[] = []
  const over = new AbortController()
  let opened = 0
  const place = once(async () => await aws.machines.databaseAt((await credentialsNow(aws)).host))
  const look = async () => {
    aws.fargate.advance()
    const current = await credentialsNow(aws)
    const tasks = aws.fargate.tasks.filter(({ group }) => /^service:semiont-(backend|worker)$/.test(group))
    for (const { id } of tasks) if (!held.has(id)) held.set(id, current)
    for (const { id, status } of tasks) {
      const given = held.get(id)
      if (status !== 'RUNNING' || given === undefined) continue
      users.add(given.username)
      if (await opens(await place(), given)) opened++
      else lockedOut.push(`${id} as ${given.username}`)
    }
  }
  const watching = (async () => {
    while (!over.signal.aborted) {
      await look()
      await pause(100)
    }
  })()
  // A test that fails for another reason leaves it running until the account is gone.
  watching.catch(() => undefined)
  return {
    stop: async () => {
      over.abort()
      await watching
      return { opened, users, lockedOut }
    },
  }
}

async function credentialsNow({ calls }: EmulatedAws): Promise<Credentials> {
  const { SecretString } = await calls.call('secretsmanager:get_secret_value', { SecretId: 'semiont/database' })
  return JSON.parse(text(SecretString)) as Credentials
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}

async function opens({ host, port }: { host: string; port: number }, given: Credentials): Promise<boolean> {
  const { username: user, password, dbname: database } = given
  // As every task does: both users act as the role that owns everything.
  const client = new pg.Client({ host, port, user, password, database, options: '-c role=semiont' })
  try {
    await client.connect()
    await client.query('select count(*) from event_store.events')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
