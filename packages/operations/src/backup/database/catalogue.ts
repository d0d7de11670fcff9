import type pg from 'pg'

export interface TableShape {
  readonly schema: string
  readonly name: string
  /** Without generated columns: the server computes those again. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

export interface SequenceState {
  readonly schema: string
  readonly name: string
  /** Drawn last, as text: it may be larger than a JavaScript number. */
  readonly lastValue: string
}

export interface AppliedMigration {
  readonly package: string
  readonly id: string
  readonly checksum: string
}

/**
 * Schemas whose content is not archived. The queue of graphile-worker holds only what is due again and again: the worker
 * makes it anew when it starts. What must survive is in the log and the tables.
 */
const LEFT_OUT = ['information_schema', 'graphile_worker']

const OURS = `n.nspname not like 'pg\\_%' and n.nspname <> all($1::text[])`
const NOT_OF_AN_EXTENSION = `not exists (
  select 1 from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

/** Unlogged tables are left out: a crash empties them too, so nothing that matters is in them. */
export async function listTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname as schema, c.relname as name, coalesce(
       json_agg(json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) order by a.attnum)
         filter (where a.attgenerated = ''), '[]') as columns
     from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relpersistence = 'p' and ${OURS} and ${NOT_OF_AN_EXTENSION}
     group by 1, 2 order by 1, 2`,
    [LEFT_OUT],
  )
  return rows
}

/** Sequences that were ever drawn from. */
export async function listSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(
    `select s.schemaname as schema, s.sequencename as name, s.last_value::text as "lastValue"
     from pg_catalog.pg_sequences s join pg_catalog.pg_namespace n on n.nspname = s.schemaname
     where ${OURS} and s.last_value is not null order by 1, 2`,
    [LEFT_OUT],
  )
  return rows
}

/** In the order in which they were applied. @throws Error where nothing of ours was ever installed */
export async function listMigrations(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select package, id, checksum from public.schema_migrations order by sequence',
  )
  return rows
}

export interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly definition: string
}

export async function listForeignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select k.conrelid::regclass::text as table, pg_catalog.quote_ident(k.conname) as name,
       pg_catalog.pg_get_constraintdef(k.oid) as definition
     from pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace
     where k.contype = 'f' and k.conparentid = 0 and ${OURS} order by 1, 2`,
    [LEFT_OUT],
  )
  return rows
}

export interface Trigger {
  readonly table: string
  readonly name: string
}

/** Triggers of ours that would fire. */
export async function listTriggers(client: pg.ClientBase): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `select t.tgrelid::regclass::text as table, pg_catalog.quote_ident(t.tgname) as name
     from pg_catalog.pg_trigger t
     join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgenabled = 'O' and ${OURS} order by 1, 2`,
    [LEFT_OUT],
  )
  return rows
}

export function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${quote(schema)}.${quote(name)}`
}

export function columnList({ columns }: Pick<TableShape, 'columns'>): string {
  return columns.map(({ name }) => quote(name)).join(', ')
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
