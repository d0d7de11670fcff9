import pg from 'pg'
import { LockedError, OperationError, RefusedError } from '../../errors.ts'
import type { DatabaseAccess } from '../../platform/platform.ts'
import { compactTime } from '../archive-name.ts'

/** Longest name that PostgreSQL keeps whole is 63 bytes; a suffix of ours takes up to 25. */
const LONGEST_BASE = 38
const SWAP_ATTEMPTS = 20

/** What a restore does with whole databases, beside the one of the installation and on the same server. */
export class DatabaseAdministration {
  /** Name of the installation's database. */
  readonly database: string
  readonly #client: pg.Client
  readonly #url: URL
  readonly #owner: string

  private constructor(client: pg.Client, url: URL) {
    this.#client = client
    this.#url = url
    this.database = decodeURIComponent(url.pathname.slice(1))
    this.#owner = decodeURIComponent(url.username)
  }

  /**
   * Calls `act` while no other restore or verification works beside the same database. What a killed one left is removed.
   * @throws RefusedError when databases cannot be made here, LockedError when another one works
   */
  static async use<Result>(
    access: DatabaseAccess,
    act: (administration: DatabaseAdministration) => Promise<Result>,
  ): Promise<Result> {
    const maintenance = new URL(access.administratorUrl ?? access.url)
    if (access.administratorUrl === null) maintenance.pathname = '/postgres'
    const client = new pg.Client({ connectionString: maintenance.href, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    try {
      await client.connect().catch(cannotAdminister)
      const administration = new DatabaseAdministration(client, new URL(access.url))
      await administration.#begin()
      return await act(administration)
    } finally {
      await client.end()
    }
  }

  urlOf(name: string): string {
    const url = new URL(this.#url)
    url.pathname = `/${encodeURIComponent(name)}`
    return url.href
  }

  /** An empty database of the application's role. */
  async createScratch(now: Date): Promise<string> {
    const name = `${this.#base()}_scratch_${compactTime(now).toLowerCase()}`
    await this.#client.query(`create database ${quote(name)} owner ${quote(this.#owner)}`)
    return name
  }

  async drop(name: string): Promise<void> {
    await this.#client.query(`drop database if exists ${quote(name)} with (force)`)
  }

  /**
   * Lets `scratch` become the installation's database and keeps the one so far under the name that is returned. Either both
   * happen or neither. Whoever is connected is cut off.
   */
  async swap(scratch: string, now: Date): Promise<string> {
    const before = `${this.#base()}_before_${compactTime(now).toLowerCase()}`
    await this.#rename([this.database, before], [scratch, this.database])
    return before
  }

  /** Takes `swap` back; what had become the installation's database is dropped. */
  async swapBack(before: string, now: Date): Promise<void> {
    const failed = `${this.#base()}_scratch_${compactTime(now).toLowerCase()}_f`
    await this.#rename([this.database, failed], [before, this.database])
    await this.drop(failed)
  }

  async #begin(): Promise<void> {
    const { rows } = await this.#client.query<{ may: boolean; locked: boolean }>(
      `select (rolcreatedb or rolsuper) as may, pg_try_advisory_lock(hashtextextended($1, 5173104247)) as locked
       from pg_roles where rolname = current_user`,
      [this.database],
    )
    const [state] = rows
    if (!state?.may) return cannotAdminister()
    if (!state.locked) {
      throw new LockedError(
        'Another restore or verification is under way for this database.',
        'Wait until it has ended, then type the same command again.',
      )
    }
    const leftovers = await this.#client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [`${this.#base()}_scratch_`],
    )
    for (const { name } of leftovers.rows) await this.drop(name)
  }

  async #rename(...renames: readonly (readonly [string, string])[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      for (const [name] of renames)
        await this.#client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
      try {
        await this.#client.query('begin')
        for (const [name, next] of renames)
          await this.#client.query(`alter database ${quote(name)} rename to ${quote(next)}`)
        await this.#client.query('commit')
        return
      } catch (error) {
        await this.#client.query('rollback')
        // 55006: object_in_use. Someone was quicker to connect again.
        const busy = error instanceof Error && 'code' in error && error.code === '55006'
        if (!busy || attempt === SWAP_ATTEMPTS) throw error
      }
    }
  }

  #base(): string {
    return this.database.slice(0, LONGEST_BASE)
  }
}

function cannotAdminister(cause?: unknown): never {
  if (cause instanceof Error && 'code' in cause && (cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND')) {
    throw new OperationError(`The database server cannot be reached: ${cause.message}`, 'See why with: semiont check', {
      cause,
    })
  }
  throw new RefusedError(
    'This needs a second database on the same server, and the role of DATABASE_URL may not make one. Nothing was changed.',
    'Let it: alter role <role> createdb; and let it connect to the database postgres.',
    { cause },
  )
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
