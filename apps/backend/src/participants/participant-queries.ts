import { type listParticipants, NotFoundError, type Page, type Participant, type QueryOf } from '@semiont/contract'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Actor } from '../kernel/actor.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { maySeeEmail } from './participant-policy.ts'
import { accountTable, participantTable } from './participant-table.ts'

const columns = { participant: participantTable, email: accountTable.email, lastSeenAt: accountTable.lastSeenAt }

interface Row {
  participant: typeof participantTable.$inferSelect
  email: string | null
  lastSeenAt: Date | null
}

/** By name. */
export async function findParticipants(
  db: NodePgDatabase,
  actor: Actor,
  query: QueryOf<typeof listParticipants>,
): Promise<Page<Participant>> {
  const { q, kind, role, status, mine, cursor, limit } = query
  const conditions: (SQL | undefined)[] = [
    q === undefined ? undefined : sql`strpos(${participantTable.nameKey}, lower(${q})) > 0`,
    kind && eq(participantTable.kind, kind),
    role && eq(participantTable.role, role),
    status && eq(participantTable.status, status),
    mine ? eq(participantTable.ownerId, actor.id) : undefined,
    cursor === undefined ? undefined : after(cursor),
  ]
  const rows = await selectParticipants(db)
    .where(and(...conditions))
    .orderBy(asc(participantTable.nameKey), asc(participantTable.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => visibleTo(actor, toParticipant(row)),
    ({ participant }) => [participant.nameKey, participant.id],
  )
}

function after(cursor: string): SQL {
  const [nameKey, id] = decodeCursor(cursor, 2)
  return sql`(${participantTable.nameKey}, ${participantTable.id}) > (${String(nameKey)}, ${String(id)})`
}

/** With e-mail address; for the code that decides who sees it. @throws NotFoundError */
export async function getParticipantById(db: NodePgDatabase, id: string): Promise<Participant> {
  const [row] = await selectParticipants(db).where(eq(participantTable.id, id))
  if (!row) throw new NotFoundError('participant', id)
  return toParticipant(row)
}

export function visibleTo(actor: Actor, participant: Participant): Participant {
  return maySeeEmail(actor, participant.id) ? participant : { ...participant, email: null, lastSeenAt: null }
}

function selectParticipants(db: NodePgDatabase) {
  return db
    .select(columns)
    .from(participantTable)
    .leftJoin(accountTable, eq(accountTable.participantId, participantTable.id))
}

function toParticipant({ participant, email, lastSeenAt }: Row): Participant {
  const { id, kind, name, role, status, ownerId, software, softwareVersion, model, version } = participant
  return {
    id,
    kind,
    name,
    role,
    status,
    email,
    agent: ownerId === null || software === null ? null : { software, softwareVersion, model, ownerId },
    version,
    createdAt: participant.createdAt.toISOString(),
    modifiedAt: participant.modifiedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }
}
