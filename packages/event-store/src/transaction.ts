import type pg from 'pg'
import { ConnectionLostError, TransactionAbortedError } from './errors.ts'

/**
 * Runs `act` in a transaction of its own; whatever it throws rolls all of it back.
 * Throws TransactionAbortedError when `act` swallowed the error of a statement, ConnectionLostError when the connection broke.
 */
export async function inTransaction<T>(pool: pg.Pool, act: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  // A connection that breaks between two queries says so here; unheard, it would end the process. The next query fails.
  client.on('error', ignore)
  try {
    await client.query('begin')
    const result = await act(client)
    const { command } = await client.query('commit')
    // PostgreSQL answers ROLLBACK, without an error, when a statement had failed and the failure was swallowed.
    if (command !== 'COMMIT') throw new TransactionAbortedError()
    return result
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    throw broken ? new ConnectionLostError({ cause: error }) : error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

function ignore(): void {}

/** Runs `act` inside the caller's transaction; when it throws, only what `act` did is undone and the transaction stays usable. */
export async function inSavepoint<T>(tx: pg.PoolClient, act: () => Promise<T>): Promise<T> {
  await tx.query('savepoint event_store')
  try {
    const result = await act()
    await tx.query('release savepoint event_store')
    return result
  } catch (error) {
    await tx.query('rollback to savepoint event_store; release savepoint event_store')
    throw error
  }
}
