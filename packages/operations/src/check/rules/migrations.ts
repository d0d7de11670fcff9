import type { Judging } from '../define-check.ts'
import type { MigrationName, MigrationsFact } from '../facts/migrations.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

/** The database and the program must be of one version. */
export function judgeMigrations(fact: MigrationsFact, { command }: Judging): FoundHere[] {
  const found = (id: string, rest: Pick<FoundHere, 'message' | 'cause' | 'confidence' | 'next' | 'evidence'>) => ({
    id,
    severity: 'critical' as const,
    subject: 'database' as const,
    ...rest,
  })
  const findings: FoundHere[] = []
  if (fact.unknown.length > 0)
    findings.push(
      found('migrations.unknown', {
        message: `The database has ${count(fact.unknown.length, 'migration')} that this program does not know.`,
        cause: 'A newer version of Semiont has used this database.',
        confidence: 'certain',
        evidence: fact.unknown.map(nameOf),
        next: command('version'),
      }),
    )
  if (fact.edited.length > 0)
    findings.push(
      found('migrations.edited', {
        message: `${count(fact.edited.length, 'migration')} applied to the database with another content than this program has.`,
        cause: 'A file of a migration was changed after it had been applied, or the program comes from another branch.',
        confidence: 'likely',
        evidence: fact.edited.map(nameOf),
        next: command('version'),
      }),
    )
  if (fact.pending.length > 0)
    findings.push(
      found('migrations.pending', {
        message: `The database lacks ${count(fact.pending.length, 'migration')} of this program.`,
        cause: 'The program was updated and not started anew, or an older backup was restored.',
        confidence: 'likely',
        evidence: fact.pending.map(nameOf),
        // Every start applies what is missing before anything serves.
        next: command('stop', 'start'),
      }),
    )
  return findings
}

export function describeMigrations({ applied }: MigrationsFact): string {
  return `all ${applied.length} applied`
}

function nameOf({ packageName, id }: MigrationName): string {
  return `${packageName} ${id}`
}
