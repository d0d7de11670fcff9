import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import {
  columnList,
  type ForeignKey,
  listForeignKeys,
  listTables,
  listTriggers,
  qualified,
  type SequenceState,
  type TableShape,
  type Trigger,
} from './catalogue.ts'

/**
 * Prepares a migrated database for rows as they were elsewhere: empties every table, and lets neither triggers nor foreign
 * keys object while it is half full. To be called in the transaction that ends with `completeLoading`.
 */
export async function beginLoading(client: pg.Client): Promise<Loading> {
  const [tables, foreignKeys, triggers] = [
    await listTables(client),
    await listForeignKeys(client),
    await listTriggers(client),
  ]
  for (const { table, name } of triggers) await client.query(`alter table ${table} disable trigger ${name}`)
  for (const { table, name } of foreignKeys) await client.query(`alter table ${table} drop constraint ${name}`)
  if (tables.length > 0) await client.query(`truncate ${tables.map(qualified).join(', ')}`)
  return { tables: new Set(tables.map(qualified)), foreignKeys, triggers }
}

export interface Loading {
  /** Quoted names of the tables that there are. */
  readonly tables: ReadonlySet<string>
  readonly foreignKeys: readonly ForeignKey[]
  readonly triggers: readonly Trigger[]
}

/** Adding a foreign key again also checks every row against it. */
export async function completeLoading(
  client: pg.Client,
  { foreignKeys, triggers }: Loading,
  sequences: readonly SequenceState[],
): Promise<void> {
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  for (const { table, name } of triggers) await client.query(`alter table ${table} enable trigger ${name}`)
  for (const sequence of sequences)
    await client.query('select pg_catalog.setval($1::regclass, $2::bigint)', [qualified(sequence), sequence.lastValue])
}

/** Copies rows in the text form of `copyTable` into a table. Resolves when the server has taken them all. */
export async function loadRows(client: pg.Client, table: TableShape, rows: AsyncIterable<Uint8Array>): Promise<void> {
  const target = client.query(copyFrom(`copy ${qualified(table)} (${columnList(table)}) from stdin`))
  const done = finished(target)
  done.catch(() => undefined)
  for await (const piece of rows) {
    if (target.destroyed) break
    if (!target.write(piece)) await Promise.race([once(target, 'drain'), done])
  }
  target.end()
  await done
}
