import type pg from 'pg'

/** Runs `act` in one transaction; whatever it throws rolls all of it back. */
export async function inTransaction<T>(pool: pg.Pool, act: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect()
  let broken = false
  try {
    await tx.query('begin')
    const result = await act(tx)
    await tx.query('commit')
    return result
  } catch (error) {
    broken = await tx.query('rollback').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    tx.release(broken)
  }
}
