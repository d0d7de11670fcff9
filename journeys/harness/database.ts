import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLocalSecretStore } from '@semiont/config'
import pg from 'pg'
import type { Product } from './product.ts'

/** The database of a running product, entered with the product's own secrets. */
export async function openDatabase({ directory }: Product): Promise<pg.Pool> {
  const state = join(directory, '.semiont')
  const port = Number(readFileSync(join(state, 'postgres.port'), 'utf8'))
  const password = await openLocalSecretStore(join(state, 'secrets')).find('postgres/semiont')
  return new pg.Pool({ host: '127.0.0.1', port, user: 'semiont', password, database: 'semiont', max: 2 })
}
