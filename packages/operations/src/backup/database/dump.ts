import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { columnList, qualified, type TableShape } from './catalogue.ts'

/** An entry of a tar says its size before its content, so a table is cut into parts that fit into memory. */
const PART_BYTES = 4 * 1024 * 1024
const LINE_FEED = 0x0a

/** Begins the transaction whose view of the database is archived: writers go on and are not waited for. */
export const BEGIN_SNAPSHOT = 'begin transaction isolation level repeatable read read only'

/** Keeps tables from being dropped or altered until the transaction ends; reading and writing go on. */
export async function holdTables(client: pg.Client, tables: readonly TableShape[]): Promise<void> {
  if (tables.length > 0) await client.query(`lock table ${tables.map(qualified).join(', ')} in access share mode`)
}

/**
 * The rows of a table as text, in parts of whole rows.
 * @see https://www.postgresql.org/docs/17/sql-copy.html, "Text Format": a line feed ends a row and occurs nowhere else
 */
export async function* copyTable(client: pg.Client, table: TableShape): AsyncGenerator<Buffer, void, undefined> {
  const rows = client.query(copyTo(`copy ${qualified(table)} (${columnList(table)}) to stdout`))
  let pieces: Buffer[] = []
  let size = 0
  for await (const piece of rows as AsyncIterable<Buffer>) {
    pieces.push(piece)
    size += piece.length
    if (size < PART_BYTES) continue
    const bytes = Buffer.concat(pieces)
    const end = bytes.lastIndexOf(LINE_FEED) + 1
    if (end > 0) yield bytes.subarray(0, end)
    pieces = end < bytes.length ? [bytes.subarray(end)] : []
    size = bytes.length - end
  }
  if (size > 0) yield Buffer.concat(pieces)
}

export function countRows(part: Buffer): number {
  let rows = 0
  for (let at = part.indexOf(LINE_FEED); at !== -1; at = part.indexOf(LINE_FEED, at + 1)) rows += 1
  return rows
}

export interface TableDigest {
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** What a table holds, told in a few bytes: two tables with the same digest have the same rows in the same order. */
export async function digestTable(client: pg.Client, table: TableShape): Promise<TableDigest> {
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  for await (const part of copyTable(client, table)) {
    hash.update(part)
    rows += countRows(part)
    bytes += part.length
  }
  return { rows, bytes, sha256: hash.digest('hex') }
}

/** The last event that readers of the log can see; null in an empty log. */
export async function readLogEnd(
  client: pg.Client,
): Promise<{ readonly transactionId: string; readonly position: string } | null> {
  const { rows } = await client.query<{ transactionId: string; position: string }>(
    `select transaction_id::text as "transactionId", position::text as position
     from event_store.events order by events.transaction_id desc, events.position desc limit 1`,
  )
  return rows[0] ?? null
}

export async function readSnapshot(client: pg.Client): Promise<{ readonly server: string; readonly snapshot: string }> {
  const { rows } = await client.query<{ server: string; snapshot: string }>(
    `select current_setting('server_version') as server, pg_catalog.pg_current_snapshot()::text as snapshot`,
  )
  return rows[0] ?? { server: '', snapshot: '' }
}
