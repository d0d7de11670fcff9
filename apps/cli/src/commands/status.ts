import { join } from 'node:path'
import { findRunningInstance } from '@semiont/operations'
import type { Surroundings } from '../surroundings.ts'

/** Says whether Semiont runs on this folder. Exit code 0 when it does, 1 when not. */
export function status({ directory, printer }: Surroundings): number {
  const instance = findRunningInstance(join(directory, '.semiont'))
  if (!instance) {
    printer.line('Semiont does not run here. Start it with: npm start')
    return 1
  }
  printer.line(`Semiont runs at ${instance.url} (process ${instance.pid}, since ${instance.startedAt}).`)
  printer.line(`Open ${instance.url}, or stop it with Ctrl-C in its terminal or: kill ${instance.pid}`)
  return 0
}
