import type { Judging } from '../define-check.ts'
import type { BlobsFact } from '../facts/blobs.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

/** What is stored must be what was put in. */
export function judgeBlobs(fact: BlobsFact, { command }: Judging): FoundHere[] {
  const found = (id: string, names: readonly string[], message: string, cause: string): FoundHere[] =>
    names.length === 0
      ? []
      : [
          {
            id,
            severity: 'critical',
            subject: 'storage',
            message: `${count(names.length, 'stored document')} ${message}${fact.all ? '' : ' among the few looked at'}.`,
            cause,
            confidence: 'likely',
            evidence: names.slice(0, 10).map((name) => `sha256 ${name}`),
            next: fact.all ? command('restore --help') : command('check --full --service storage'),
          },
        ]
  return [
    ...found(
      'storage.damaged',
      fact.damaged,
      'changed since they were put in',
      'The disk is failing, or a file was edited.',
    ),
    ...found(
      'storage.lost',
      fact.missing,
      'named by the database, but not there',
      'Files were removed, or an older copy of the folder was put back.',
    ),
    ...found(
      'storage.unreadable',
      fact.unreadable,
      'that cannot be read',
      'Files belong to another account, or the disk is failing.',
    ),
  ]
}

export function describeBlobs({ looked, all }: BlobsFact): string {
  return `${all ? 'all' : 'sampled'} ${count(looked, 'document')}, each as it was put in`
}
