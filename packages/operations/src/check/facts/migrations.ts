import type { Subject } from '../subject.ts'
import { askBackend } from './backend-task.ts'

export interface MigrationName {
  readonly packageName: string
  readonly id: string
}

export interface MigrationsFact {
  readonly applied: readonly MigrationName[]
  readonly pending: readonly MigrationName[]
  /** Applied by a newer program. */
  readonly unknown: readonly MigrationName[]
  /** Applied with another content than this program has. */
  readonly edited: readonly MigrationName[]
}

export async function gatherMigrations(subject: Subject, signal: AbortSignal): Promise<MigrationsFact> {
  const value = await askBackend(subject, ['migration-state'], signal)
  if (isMigrations(value)) return value
  throw new Error('the backend says nothing about migrations: it is of another version')
}

const LISTS = ['applied', 'pending', 'unknown', 'edited']

function isMigrations(value: unknown): value is MigrationsFact {
  return typeof value === 'object' && value !== null && LISTS.every((name) => Array.isArray(Reflect.get(value, name)))
}
