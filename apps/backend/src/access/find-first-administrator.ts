import type pg from 'pg'

/** The active administrator who has been here longest. */
export async function findFirstAdministrator(db: pg.Pool | pg.PoolClient): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `select id from participants where kind = 'person' and role = 'administrator' and status = 'active' order by created_at, id limit 1`,
  )
  return rows[0]?.id
}
