import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '../audit-record.ts'

export function anEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'command',
    id: randomUUID(),
    at: '2026-03-02T09:00:00.000Z',
    actor: { user: 'anna', host: 'laptop' },
    environment: 'production',
    command: 'restart',
    arguments: ['--service=backend'],
    outcome: 'succeeded',
    exitCode: 0,
    ...changes,
  }
}

export async function newStateDirectory(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'semiont-audit-'))
}
