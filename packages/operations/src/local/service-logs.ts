import { join, relative } from 'node:path'
import { type Environment, stateDirectoryOf } from '@semiont/config'
import { openRotatingLog, type RotatingLog } from './logs/rotating-log.ts'

/** The folder of an environment's logs as a person in the project folder types it: `.semiont/logs`. */
export function logsFolderOf(environment: Environment): string {
  return join(relative(environment.directory, stateDirectoryOf(environment)), 'logs')
}

/** The log files of an installation, opened when first written to. */
export class ServiceLogs {
  readonly #environment: Environment
  readonly #open = new Map<string, RotatingLog>()

  constructor(environment: Environment) {
    this.#environment = environment
  }

  of(name: string): RotatingLog {
    const existing = this.#open.get(name)
    if (existing) return existing
    const { rotateBytes, keep } = this.#environment.settings.logs
    const file = join(stateDirectoryOf(this.#environment), 'logs', `${name}.log`)
    const log = openRotatingLog(file, { rotateBytes, keep })
    this.#open.set(name, log)
    return log
  }

  /** Its file as the person finds it. */
  nameOf(name: string): string {
    return join(logsFolderOf(this.#environment), `${name}.log`)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((log) => log.close()))
  }
}
