import pg from 'pg'

/** Settings under which the same value is always written as the same text, whatever the server or the role prefers. */
const SAME_TEXT = [
  `set client_encoding = 'UTF8'`,
  `set datestyle = 'ISO, YMD'`,
  `set intervalstyle = 'postgres'`,
  `set timezone = 'UTC'`,
  `set extra_float_digits = 1`,
  `set bytea_output = 'hex'`,
  // Rows are copied and compared in the order in which they lie.
  `set synchronize_seqscans = off`,
  `set statement_timeout = 0`,
  `set lock_timeout = 0`,
  `set idle_in_transaction_session_timeout = 0`,
  // So that names of types and functions are written with their schema.
  `select set_config('search_path', '', false)`,
]

/** Calls `act` with a connection that writes and reads values as archives hold them. The signal cuts it. */
export async function withArchiveSession<Result>(
  url: string,
  signal: AbortSignal,
  act: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted()
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'semiont-backup',
  })
  client.on('error', () => {})
  const cut = () => void client.end()
  signal.addEventListener('abort', cut, { once: true })
  try {
    await client.connect()
    for (const statement of SAME_TEXT) await client.query(statement)
    return await act(client)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', cut)
    await client.end()
  }
}

/** Runs `act` in one transaction, undone when it throws. */
export async function inTransaction<Result>(
  client: pg.Client,
  begin: string,
  act: () => Promise<Result>,
): Promise<Result> {
  await client.query(begin)
  try {
    const result = await act()
    await client.query('commit')
    return result
  } catch (error) {
    // On a connection that is gone there is nothing left to undo.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
