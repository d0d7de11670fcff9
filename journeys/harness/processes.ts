import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from './product.ts'

export type ServiceName = 'backend' | 'worker' | 'frontend' | 'postgres'

/** The process of a service now, as the product's own files name it; undefined while there is none. */
export function processOf(product: Product, service: ServiceName): number | undefined {
  const state = join(product.directory, '.semiont')
  try {
    if (service === 'postgres')
      return Number.parseInt(readFileSync(join(state, 'postgres/data/postmaster.pid'), 'utf8'), 10)
    const { services } = JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as {
      services: { name: string; pid: number }[]
    }
    return services.find(({ name }) => name === service)?.pid
  } catch {
    return undefined
  }
}

/** Ends it as a crash does, without a word. */
export function crash(product: Product, service: ServiceName): number {
  const pid = processOf(product, service)
  if (pid === undefined) throw new Error(`there is no ${service} to end`)
  process.kill(pid, 'SIGKILL')
  return pid
}
