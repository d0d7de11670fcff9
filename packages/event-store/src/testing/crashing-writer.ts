import { createInterface } from 'node:readline/promises'
import pg from 'pg'
import { createEventStore, type RecordedEvent } from '../index.ts'
import { ada, type Counter, counted } from './counter-store.ts'

/**
 * A process that appends and is killed on the way. Arguments: database URL, stream, then either `endless`, or the
 * number of the query at which it kills itself and the moment: `sent` or `answered`. It says which versions it was
 * told are saved.
 */
const [url = '', stream = '', step = '', moment = ''] = process.argv.slice(2)

const die = () => process.kill(process.pid, 'SIGKILL')
const pool = new pg.Pool({ connectionString: url })
const store = createEventStore<Counter>({ pool })
let queries = 0

/** Counts the queries of the transaction from now on. */
function dieAt(fatal: number): void {
  pool.on('acquire', (client) => {
    const query = client.query.bind(client) as (...parameters: unknown[]) => unknown
    Object.assign(client, {
      query(...parameters: unknown[]) {
        const result = query(...parameters)
        if (!(result instanceof Promise)) return result
        queries += 1
        if (queries !== fatal) return result
        if (moment === 'sent') setImmediate(die)
        return moment === 'answered' ? result.finally(die) : result
      },
    })
  })
}

async function append(streamId: string, expectedVersion: number): Promise<void> {
  const inTransaction = async (tx: pg.PoolClient, recorded: RecordedEvent<Counter>[]) => {
    for (const event of recorded) await tx.query('insert into views values ($1, $2)', [event.streamId, event.version])
    for (const event of recorded) await tx.query('insert into jobs values ($1, $2)', [event.streamId, event.version])
  }
  const { version } = await store.append(streamId, [counted(), counted()], { ...ada, expectedVersion, inTransaction })
  process.stdout.write(`${streamId} ${version}\n`)
}

async function appendForever(streamId: string): Promise<void> {
  for (let version = 0; ; version += 2) await append(streamId, version)
}

if (step === 'endless') {
  await Promise.all(Array.from({ length: 6 }, (_, index) => appendForever(`${stream}-${index}`)))
} else {
  await append(stream, 0)
  dieAt(Number(step))
  await append(stream, 2)
  process.stdout.write('survived\n')
  // Lives on until it is ended, so that only the announced moment can have killed it.
  await createInterface(process.stdin).question('')
}
