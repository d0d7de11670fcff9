import type { Judging } from '../define-check.ts'
import type { DatabaseContact, NoContact } from '../facts/database-contact.ts'
import type { FoundHere } from '../report.ts'

type Missed = Extract<DatabaseContact, { reached: false }>
type Explained = Pick<FoundHere, 'id' | 'message' | 'cause' | 'confidence' | 'next'>

/** Why the database cannot be reached: down, another program on its port, or a wrong password are different repairs. */
export function judgeContact(contact: Missed, { command }: Judging): FoundHere {
  const at = contact.address === null ? '' : ` at ${contact.address}`
  const startAgain = contact.embedded
    ? command('stop', 'start')
    : `DATABASE_URL=postgres://user:password@${contact.address ?? 'host:5432'}/database ${command('start')}`
  return {
    severity: 'critical',
    subject: 'database',
    evidence: [`${contact.embedded ? 'embedded server' : 'DATABASE_URL'}${at}: ${contact.detail}`],
    ...explain(contact.why, at, contact, startAgain, command),
  }
}

function explain(
  why: NoContact,
  at: string,
  { embedded, detail }: Missed,
  startAgain: string,
  command: Judging['command'],
): Explained {
  const unreachable = { id: 'database.unreachable', message: `The database${at} cannot be reached.` } as const
  switch (why) {
    case 'not-made':
    case 'stopped':
      return { ...unreachable, cause: 'Its server has ended.', confidence: 'certain', next: startAgain }
    case 'refused':
    case 'starting':
      return {
        ...unreachable,
        cause:
          why === 'refused'
            ? 'Nothing listens there: the server is down.'
            : 'It is starting or shutting down: look again in a moment.',
        confidence: 'certain',
        next: why === 'refused' && embedded ? startAgain : command('check --service database'),
      }
    case 'wrong-password':
      return {
        id: 'database.wrong-password',
        message: `The database${at} refuses user or password.`,
        cause: embedded
          ? 'The stored password is not the one of the role: the folder of secrets was replaced or edited.'
          : 'User or password in DATABASE_URL are not right, or were changed on the server.',
        confidence: 'certain',
        next: startAgain,
      }
    case 'no-password':
      return {
        id: 'secret.missing-database-password',
        message: 'The password of the database is missing.',
        cause: 'The folder of secrets was removed or is not the one of this database.',
        confidence: 'certain',
        next: startAgain,
      }
    case 'no-such-database':
      return {
        id: 'database.missing',
        message: `The server${at} answers, but has no such database.`,
        cause: 'Its name is wrong, or the database was removed.',
        confidence: 'certain',
        next: startAgain,
      }
    case 'port-taken':
      return {
        id: 'database.port-taken',
        message: `Another program answers at the address of the database${at}.`,
        cause: detail,
        confidence: 'certain',
        next: startAgain,
      }
    case 'too-many-connections':
      return {
        id: 'database.connections',
        message: `The database${at} takes no more connections.`,
        cause: 'Too many replicas for the pool size, or another program keeps connections open.',
        confidence: 'likely',
        next: command('restart'),
      }
    case 'unknown-host':
      return {
        ...unreachable,
        cause: 'Its host name is not known here: misspelt, or name resolution is down.',
        confidence: 'certain',
        next: command('check --service database'),
      }
    case 'timeout':
    case 'failed':
      return {
        ...unreachable,
        cause: detail,
        confidence: 'possible',
        next: embedded ? startAgain : command('check --service database --verbose'),
      }
  }
}
